import type { ResolverOptions } from 'react-hook-form';
import { expect, test } from 'vitest';
import { type FormValues, formValues } from '#lib/operations/form-schema.ts';
import { getOperation } from '#lib/operations/registry.ts';
import { formResolver, tooManyFiles } from './form-resolver.ts';

const options: ResolverOptions<FormValues> = {
  fields: {},
  shouldUseNativeValidation: false,
  criteriaMode: 'firstError',
};

async function resolve(id: string, given: Record<string, unknown>, filenames: string[]) {
  const operation = getOperation(id);
  return formResolver(operation)(formValues(operation, given), { filenames }, options);
}

const s3 = { bucket: 'abc', region: 'us-east-1', access_key_id: 'A', secret_access_key: 's' };

test('gives wire options', async () => {
  expect(await resolve('export/s3', s3, ['a'])).toMatchObject({ values: s3, errors: {} });
});

test('says at the field what is wrong', async () => {
  const { errors } = await resolve(
    'export/s3',
    { ...s3, bucket: 's3://x', metadata: { 'a b': '1' } },
    [],
  );
  expect(errors).toMatchObject({
    fields: {
      bucket: { message: expect.stringMatching(/only the name/) },
      metadata: [{ key: { message: expect.stringMatching(/letters/) } }],
    },
  });
});

test('one name for several files is wrong at the name', async () => {
  const wrong = await resolve('export/s3', { ...s3, key: 'a.pdf' }, ['x', 'y']);
  expect(wrong).toMatchObject({
    values: {},
    errors: { fields: { key: { message: expect.stringMatching(/^2 files would all/) } } },
  });
  expect(await resolve('export/s3', { ...s3, key: 'a-%d.pdf' }, ['x', 'y'])).toMatchObject({
    values: { key: 'a-%d.pdf' },
  });
  expect(await resolve('export/s3', { ...s3, key: 'a.pdf' }, ['x'])).toMatchObject({ errors: {} });
});

test('a PUT sends one file', () => {
  const put = getOperation('export/upload');
  expect(tooManyFiles(put, ['x', 'y'])).toMatch(/sends one file/);
  expect(tooManyFiles(put, ['x'])).toBeUndefined();
  expect(tooManyFiles(getOperation('export/s3'), Array(1000).fill('x'))).toBeUndefined();
});
