import { expect, test } from 'vitest';
import { findExpiry } from './find-expiry.ts';

const SAS = 'sv=2021-12-02&ss=b&srt=o&sp=cw&se=2026-12-01T00%3A00%3A00Z&sig=a%2Bb%3D';
const END = new Date('2026-12-01T00:00:00Z');

test.each([
  ['as it is', SAS],
  ['with its question mark', `?${SAS}`],
  ['in the URL that it came in', `https://account.blob.core.windows.net/?${SAS}`],
  ['decoded', decodeURIComponent(SAS)],
  ['with spaces around it', ` ${SAS}\n`],
])('a SAS token %s', (_, sas_token) => {
  expect(findExpiry('export/azure/blob', { sas_token })).toEqual({ at: END, from: 'SAS token' });
});

test('a SAS token with a day alone', () => {
  const found = findExpiry('export/azure/blob', { sas_token: 'sp=cw&se=2026-12-01&sig=x' });
  expect(found?.at).toEqual(END);
});

test('a token whose policy says when it ends says nothing itself', () => {
  expect(findExpiry('export/azure/blob', { sas_token: 'sv=1&si=policy&sig=x' })).toBeUndefined();
  expect(findExpiry('export/azure/blob', { sas_token: 'se=soon&sig=x' })).toBeUndefined();
});

test('a presigned URL', () => {
  const url =
    'https://b.s3.amazonaws.com/k?X-Amz-Date=20261130T230000Z&X-Amz-Expires=3600&X-Amz-Signature=ab';
  expect(findExpiry('export/upload', { url })).toEqual({ at: END, from: 'presigned URL of S3' });
});

test.each<[string, object]>([
  ['export/upload', { url: 'https://host.example/file.pdf' }],
  ['export/upload', { url: 'no address' }],
  ['export/upload', {}],
  ['export/azure/blob', { storage_access_key: 'abc' }],
  ['export/s3', { session_token: 'FwoGZXIvYXdzEJr', secret_access_key: 'x' }],
  ['export/sftp', { password: 'se=2026-12-01&sig=x' }],
])('%s with %j does not say', (operation, options) => {
  expect(findExpiry(operation, { ...options })).toBeUndefined();
});
