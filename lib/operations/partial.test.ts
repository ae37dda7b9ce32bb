import { describe, expect, test } from 'vitest';
import { formValues } from './form-schema.ts';
import { openPart, partialOperation } from './partial.ts';
import { getOperation } from './registry.ts';

const s3 = getOperation('export/s3');
const sftp = getOperation('export/sftp');
const OPTIONS = {
  bucket: 'harbour',
  region: 'eu-central-1',
  access_key_id: 'AKIAIOSFODNN7EXAMPLE',
};

describe('a form of which a part is stored', () => {
  test('asks for no stored secret, and sends none', () => {
    const values = formValues(s3, { ...OPTIONS, secret_access_key: 'left in the control' });
    const stored = ['secret_access_key'];
    expect(partialOperation(s3, { stored }).form.parse(values)).toEqual(OPTIONS);
    expect(s3.form.safeParse(formValues(s3, OPTIONS)).success).toBe(false);
  });

  test('lets what comes later be empty, and still finds what is wrong', () => {
    const form = partialOperation(s3, { later: ['bucket', 'secret_access_key'] }).form;
    const { bucket: _, ...rest } = OPTIONS;
    expect(form.parse(formValues(s3, rest))).toEqual(rest);
    expect(form.safeParse(formValues(s3, { ...rest, bucket: 'no spaces here' })).success).toBe(
      false,
    );
  });
});

describe('the open part of an operation', () => {
  test('has the open fields only', () => {
    expect(Object.keys(openPart(s3, ['acl', 'content_type']).fields)).toEqual([
      'content_type',
      'acl',
    ]);
  });

  test('keeps a choice while there is something to choose', () => {
    const names = openPart(s3, ['key', 'key_prefix']).choices[0]?.options.map(({ id }) => id);
    expect(names).toEqual(['own', 'pattern', 'prefix']);
    const one = openPart(s3, ['key_prefix']).choices[0]?.options.map(({ id }) => id);
    expect(one).toEqual(['own', 'prefix']);
    expect(openPart(sftp, ['password']).choices).toEqual([]);
  });

  test('asks for an open secret, unless it is stored', () => {
    const values = formValues(sftp);
    const empty = openPart(s3, ['secret_access_key']).form.safeParse(values);
    expect(empty.error?.issues[0]?.message).toBe('Secret access key is required.');
    const stored = openPart(s3, ['secret_access_key'], ['secret_access_key']);
    expect(stored.form.parse(values)).toEqual({});
  });
});
