import { expect, test } from 'vitest';
import { isFailure } from '#lib/errors.ts';
import { objectInput } from './object-input.ts';
import { refuseName } from './refuse-name.ts';
import { readSettings } from './settings.ts';

const options = {
  bucket: 'reports',
  region: 'eu-central-1',
  access_key_id: 'AKIAIOSFODNN7EXAMPLE',
  secret_access_key: 'secret',
};
const file = { name: 'a/b.pdf', contentType: 'application/pdf' };

/** The field that a refusal names. */
function fieldOf(more: object): string | undefined {
  try {
    readSettings({ ...options, ...more });
  } catch (error) {
    if (isFailure(error)) return Object.keys(error.fields ?? {})[0];
    throw error;
  }
  return undefined;
}

test('metadata keys lose their prefix, since the SDK adds one', () => {
  const { metadata } = readSettings({
    ...options,
    metadata: { 'x-amz-meta-some-key': 'a', 'X-Amz-Meta-x-amz-meta-twice': 'b', plain: 'c' },
  });
  expect(metadata).toEqual({ 'some-key': 'a', twice: 'b', plain: 'c' });
});

test('what was not given is not sent', () => {
  const input = objectInput(readSettings(options), file);
  expect(Object.entries(input).filter(([, value]) => value !== undefined)).toEqual([
    ['Bucket', 'reports'],
    ['Key', 'a/b.pdf'],
    ['ContentType', 'application/pdf'],
  ]);
});

test('what was given is sent, tags with spaces as %20', () => {
  const more = {
    acl: 'public-read',
    content_type: 'text/plain',
    tagging: { 'a b': '1+1&2' },
    server_side_encryption: 'aws:kms',
    sse_kms_key_id: 'key',
    storage_class: 'STANDARD_IA',
  };
  expect(objectInput(readSettings({ ...options, ...more }), file)).toMatchObject({
    ACL: 'public-read',
    ContentType: 'text/plain',
    Tagging: 'a%20b=1%2B1%262',
    ServerSideEncryption: 'aws:kms',
    SSEKMSKeyId: 'key',
    StorageClass: 'STANDARD_IA',
  });
});

test('a service without ACLs gets no header for what it does anyway', () => {
  const settings = readSettings({ ...options, vendor: 'r2', acl: 'private' });
  expect(objectInput(settings, file).ACL).toBeUndefined();
});

test.each([
  [{ vendor: 'r2', acl: 'public-read' }, 'acl'],
  [{ endpoint: 'https://s3.eu-central-003.backblazeb2.com', tagging: { a: 'b' } }, 'tagging'],
  [{ region: 'no region' }, 'region'],
  [{ endpoint: 'ftp://x' }, 'endpoint'],
  [{ endpoint: 'example.com' }, 'endpoint'],
  [{ bucket: 'a/b' }, 'bucket'],
  [{ metadata: { name: 'Müller' } }, 'metadata'],
  [{ content_disposition: 'attachment; filename="ü.pdf"' }, 'content_disposition'],
  [{ bucket: 'arn:aws:s3:eu-central-1:111122223333:accesspoint/reports' }, undefined],
])('%o is refused at %s', (more, field) => {
  expect(fieldOf(more)).toBe(field);
});

test('an endpoint keeps its path and loses credentials, query and the bucket before the host', () => {
  const hrefOf = (endpoint: string, more: object = {}) =>
    readSettings({ ...options, endpoint, ...more }).endpoint?.href;
  expect(hrefOf('http://u:p@127.0.0.1:7480/s3/?a=b#c')).toBe('http://127.0.0.1:7480/s3/');
  expect(hrefOf('https://reports.fra1.digitaloceanspaces.com')).toBe(
    'https://fra1.digitaloceanspaces.com/',
  );
  expect(hrefOf('https://x.r2.cloudflarestorage.com/reports')).toBe(
    'https://x.r2.cloudflarestorage.com/',
  );
  expect(hrefOf('https://reports.example.com')).toBe('https://reports.example.com/');
});

test('the host of sentences is Amazon’s when there is no endpoint', () => {
  expect(readSettings(options).host).toBe('s3.eu-central-1.amazonaws.com');
  expect(readSettings({ ...options, region: 'cn-north-1' }).host).toBe(
    's3.cn-north-1.amazonaws.com.cn',
  );
});

test('names have 1,024 bytes at most, and whole characters', () => {
  expect(refuseName('ü'.repeat(512), options)).toBeUndefined();
  expect(refuseName('ü'.repeat(513), options)).toContain('1,026 bytes');
  expect(refuseName('a\ud800', options)).toBeDefined();
  expect(refuseName('../a//b/./c', options)).toBeUndefined();
  expect(refuseName('a\tb', { ...options, vendor: 'backblaze' })).toContain('Backblaze');
});

test.each(['access_key_id', 'session_token', 'acl', 'server_side_encryption', 'storage_class'])(
  'what cannot travel as a header is refused at its field: %s',
  (name) => {
    expect(fieldOf({ [name]: 'AKIA…' })).toBe(name);
    expect(fieldOf({ [name]: 'private' })).toBeUndefined();
  },
);
