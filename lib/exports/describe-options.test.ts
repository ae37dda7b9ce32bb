import { expect, it } from 'vitest';
import { getOperation } from '#lib/operations/registry.ts';
import { describeOptions } from './describe-options.ts';

it('says options as the form does, and names secrets that were given without showing them', () => {
  const options = { region: 'eu-central-1', bucket: 'harbour', key: '' };
  expect(describeOptions(getOperation('export/s3'), options, ['secret_access_key'])).toEqual([
    { label: 'Bucket', value: 'harbour' },
    { label: 'Region', value: 'eu-central-1' },
    { label: 'Secret access key', value: 'given, not kept' },
  ]);
});

it('shows the part of a secret that is none', () => {
  const url = 'https://bucket.example.com/a.pdf?X-Amz-Signature=key';
  expect(describeOptions(getOperation('export/upload'), { url }, ['url'])).toEqual([
    { label: 'URL', value: 'https://bucket.example.com/a.pdf' },
  ]);
});
