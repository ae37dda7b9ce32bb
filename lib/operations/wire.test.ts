import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { getOperation, OPERATIONS } from './registry.ts';
import { parseWire } from './wire.ts';

const s3 = getOperation('export/s3');
const azure = getOperation('export/azure/blob');
const sftp = getOperation('export/sftp');

const s3Options = {
  input: 'task-1',
  bucket: 'b',
  region: 'nowhere-9',
  access_key_id: 'AK',
  secret_access_key: 's',
};

describe('leniency', () => {
  test('takes what only the target can judge', () => {
    const odd = { ...s3Options, acl: 'everyone', content_type: 'no type', bucket: 'S3://x/' };
    expect(parseWire(s3, odd)).toEqual({ ok: true, options: odd });
  });

  test('takes a private key that is no key, and a port out of range', () => {
    const body = { input: 'x', host: 'h', username: 'u', private_key: 'nonsense', port: '99999' };
    expect(parseWire(sftp, body)).toEqual({ ok: true, options: { ...body, port: 99_999 } });
  });

  test('reads numbers and booleans written as text', () => {
    expect(
      parseWire(getOperation('export/url'), {
        input: 'x',
        inline: 'true',
        archive_multiple_files: 0,
      }),
    ).toEqual({
      ok: true,
      options: { input: 'x', inline: true, archive_multiple_files: false },
    });
  });

  test('drops what it does not know, and what is null or empty', () => {
    const body = { ...s3Options, name: 'export-it', key: '', endpoint: null, extra: { deep: 1 } };
    expect(parseWire(s3, body)).toEqual({ ok: true, options: s3Options });
  });

  test('blank text is no text, save where a space may be meant', () => {
    expect(parseWire(s3, { ...s3Options, endpoint: ' \n', session_token: '\t' })).toEqual({
      ok: true,
      options: s3Options,
    });
    expect(parseWire(s3, { ...s3Options, bucket: ' ' })).toMatchObject({
      errors: { bucket: ['The bucket field is required.'] },
    });
    expect(parseWire(s3, { ...s3Options, key_prefix: ' ' })).toMatchObject({
      options: { key_prefix: ' ' },
    });
  });

  test('takes an empty object, also as PHP writes it', () => {
    expect(parseWire(s3, { ...s3Options, metadata: [], tagging: {} })).toMatchObject({
      ok: true,
      options: { metadata: {}, tagging: {} },
    });
    expect(parseWire(getOperation('import/upload'), [])).toEqual({ ok: true, options: {} });
    expect(parseWire(getOperation('import/upload'), undefined)).toEqual({ ok: true, options: {} });
  });

  test('takes numbers as values of metadata', () => {
    expect(parseWire(s3, { ...s3Options, metadata: { page: 1, draft: false } })).toMatchObject({
      options: { metadata: { page: '1', draft: 'false' } },
    });
  });

  test('trims what has no spaces, keeps those that may be meant', () => {
    const body = { ...s3Options, bucket: ' b\n', key_prefix: 'a ' };
    expect(parseWire(s3, body)).toMatchObject({ options: { bucket: 'b', key_prefix: 'a ' } });
    const login = { input: 'x', host: 'h', username: 'u', password: ' p ' };
    expect(parseWire(sftp, login)).toMatchObject({ options: { password: ' p ' } });
  });

  test('an empty file is a file', () => {
    const body = { file: '', filename: 'empty.txt' };
    expect(parseWire(getOperation('import/raw'), body)).toEqual({ ok: true, options: body });
  });
});

describe('what is refused', () => {
  const errors = (operation: typeof s3, body: unknown) => {
    const parsed = parseWire(operation, body);
    return parsed.ok ? {} : parsed.errors;
  };

  test('names every missing field at once', () => {
    expect(errors(s3, {})).toEqual({
      input: ['The input field is required.'],
      bucket: ['The bucket field is required.'],
      region: ['The region field is required.'],
      access_key_id: ['The access key id field is required.'],
      secret_access_key: ['The secret access key field is required.'],
    });
  });

  test('names wrong types, by dotted path', () => {
    const body = {
      ...s3Options,
      bucket: 1,
      input: ['a', 2],
      metadata: { a: { b: 1 } },
      tagging: 'x',
    };
    expect(errors(s3, body)).toEqual({
      bucket: ['The bucket field must be a string.'],
      input: ['The input field must be a task id or an array of task ids.'],
      'metadata.a': ['Each value of the metadata field must be a string.'],
      tagging: ['The tagging field must be an object.'],
    });
    expect(
      errors(sftp, { input: 'x', host: 'h', username: 'u', password: 'p', port: 'ssh' }),
    ).toEqual({
      port: ['The port field must be an integer.'],
    });
  });

  test('an empty input is a missing input', () => {
    for (const input of ['', [], null]) {
      expect(errors(s3, { ...s3Options, input })).toEqual({
        input: ['The input field is required.'],
      });
    }
  });

  test.each([
    ['export/s3', 'key', 'key_prefix'],
    ['export/azure/blob', 'blob', 'blob_prefix'],
    ['export/google-cloud-storage', 'file', 'file_prefix'],
    ['export/openstack', 'file', 'file_prefix'],
    ['export/sftp', 'file', 'path'],
  ])('%s takes %s or %s', (id, one, other) => {
    const both = errors(getOperation(id), { [one]: 'a', [other]: 'b' });
    expect(both[one]).toEqual([expect.stringMatching(/^Only one of the fields/)]);
    expect(both[other]).toEqual(both[one]);
    expect(errors(getOperation(id), { [one]: 'a', [other]: '' })).not.toHaveProperty(one);
  });

  test('Azure wants a key or a token', () => {
    const body = { input: 'x', storage_account: 'a', container: 'c' };
    const message = 'One of the fields storage access key or sas token is required.';
    expect(errors(azure, body)).toEqual({ storage_access_key: [message], sas_token: [message] });
    expect(errors(azure, { ...body, sas_token: '?sv=1' })).toEqual({});
    expect(parseWire(azure, { ...body, sas_token: ' ?sv=1' })).toMatchObject({
      options: { sas_token: 'sv=1' },
    });
  });

  test('SFTP wants a password or a key', () => {
    expect(Object.keys(errors(sftp, { input: 'x', host: 'h', username: 'u' }))).toEqual([
      'password',
      'private_key',
    ]);
  });

  test('Swift wants a user and a password, unless there is an application credential', () => {
    const openstack = getOperation('export/openstack');
    const body = { input: 'x', auth_url: 'https://a', region: 'R', container: 'c' };
    const required = (name: string) => [`The ${name} field is required.`];
    expect(errors(openstack, body)).toEqual({
      username: required('username'),
      password: required('password'),
    });
    expect(errors(openstack, { ...body, username: 'u' })).toEqual({
      password: required('password'),
    });
    expect(errors(openstack, { ...body, application_credential_id: 'a' })).toEqual({
      application_credential_secret: required('application credential secret'),
    });
    const credential = { application_credential_id: 'a', application_credential_secret: 's' };
    expect(errors(openstack, { ...body, ...credential })).toEqual({});
    expect(errors(openstack, { ...body, ...credential, username: 'u' })).toEqual({});
  });

  test('a PUT takes one input', () => {
    const put = getOperation('export/upload');
    expect(errors(put, { input: ['a', 'b'], url: 'x' })).toEqual({
      input: ['export/upload takes one file.'],
    });
    expect(errors(put, { input: ['a'], url: 'x' })).toEqual({});
  });

  test.each([1, 'text', true, [1]])('a body that is %j', (body) => {
    expect(errors(s3, body)).toEqual({ body: ['The body must be a JSON object.'] });
  });
});

test.each(OPERATIONS.map((operation) => ({ id: operation.id, operation })))(
  '$id reads anything without breaking, and reads what it gave the same',
  ({ operation }) => {
    const names = [...Object.keys(operation.fields), 'input'];
    const value = fc.oneof(fc.anything(), fc.string(), fc.dictionary(fc.string(), fc.string()));
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), value), (body) => {
        const parsed = parseWire(operation, body);
        if (parsed.ok) expect(parseWire(operation, parsed.options)).toEqual(parsed);
        else
          for (const list of Object.values(parsed.errors)) expect(list.length).toBeGreaterThan(0);
      }),
      { numRuns: 200 },
    );
  },
);
