import { expect, test } from 'vitest';
import { testClock } from '#lib/clock.ts';
import { Failure, isFailure } from '#lib/errors.ts';
import { readAnswerText } from './answer.ts';
import { describeS3Failure, maskKey } from './describe-failure.ts';
import { readSettings } from './settings.ts';

const base = {
  bucket: 'x',
  region: 'us-east-1',
  endpoint: 'https://s3.example.com',
  access_key_id: 'AKIAXXXXXXXXXXXXLMNO',
  secret_access_key: 'the-secret',
};
const clock = testClock(new Date('2026-05-01T12:00:00Z'));

type Recorded = { status: number; text?: string; headers?: Record<string, string>; more?: object };

/** What recorded answers come to. */
function failureOf({ status, text = '', headers = {}, more = {} }: Recorded): Failure {
  const answer = readAnswerText({ status, headers, text });
  const context = { settings: readSettings({ ...base, ...more }), clock };
  const failure = describeS3Failure(new Error(answer.code), context, 'reports/a.pdf', answer);
  if (!isFailure(failure)) throw new Error('Not a failure.');
  return failure;
}

const xml = (code: string, message = '', rest = '') =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message>${rest}<RequestId>R1</RequestId></Error>`;

test.each([
  ['InvalidAccessKeyId', 403, 'TARGET_AUTH_FAILED', 'access_key_id'],
  ['SignatureDoesNotMatch', 403, 'TARGET_AUTH_FAILED', 'secret_access_key'],
  ['ExpiredToken', 400, 'TARGET_AUTH_FAILED', 'session_token'],
  ['InvalidToken', 400, 'TARGET_AUTH_FAILED', 'session_token'],
  ['NoSuchBucket', 404, 'TARGET_NOT_FOUND', 'bucket'],
  ['InvalidBucketName', 400, 'TARGET_NOT_FOUND', 'bucket'],
  ['AccessControlListNotSupported', 400, 'TARGET_DENIED', 'acl'],
  ['KMS.NotFoundException', 400, 'TARGET_DENIED', 'sse_kms_key_id'],
  ['InvalidStorageClass', 400, 'TARGET_DENIED', 'storage_class'],
  ['InvalidTag', 400, 'TARGET_DENIED', 'tagging'],
  ['MetadataTooLarge', 400, 'TARGET_DENIED', 'metadata'],
  ['QuotaExceeded', 403, 'TARGET_FULL', undefined],
  ['EntityTooLarge', 400, 'TARGET_FULL', undefined],
  ['BadDigest', 400, 'INTEGRITY_MISMATCH', undefined],
  ['XAmzContentSHA256Mismatch', 400, 'INTEGRITY_MISMATCH', undefined],
  ['KeyTooLongError', 400, 'INVALID_FILENAME', 'key'],
  ['PreconditionFailed', 412, 'TARGET_EXISTS', undefined],
  ['ConditionalRequestConflict', 409, 'TARGET_BUSY', undefined],
  ['InternalError', 500, 'TARGET_UNREACHABLE', undefined],
  ['NoSuchUpload', 404, 'TARGET_UNREACHABLE', undefined],
])('%s (%i) is %s', (code, status, expected, field) => {
  const failure = failureOf({ status, text: xml(code, 'They say so') });
  expect(failure.code).toBe(expected);
  expect(Object.keys(failure.fields ?? {})[0]).toBe(field);
  expect(failure.detail).toContain(code);
  expect(failure.detail).toContain('R1');
  expect(`${failure.message}${failure.detail}`).not.toContain('the-secret');
  expect(failure.message).toMatch(/[.]$|They say so$/);
});

test('a refusal names the bucket, the key and what it needs', () => {
  const failure = failureOf({ status: 403, text: xml('AccessDenied', 'Access Denied') });
  expect(failure.message).toBe(
    'Access to bucket `x` was denied for key `AKIA…LMNO`. It needs s3:PutObject on `x/reports/*`.',
  );
  const more = { acl: 'public-read', tagging: { a: 'b' } };
  expect(failureOf({ status: 403, text: xml('AccessDenied'), more }).message).toContain(
    's3:PutObject, s3:PutObjectAcl and s3:PutObjectTagging',
  );
});

test('the right region is named, wherever the answer tells it', () => {
  const answers: Recorded[] = [
    {
      status: 301,
      text: xml('PermanentRedirect', '', '<Endpoint>x.s3.eu-west-1.amazonaws.com</Endpoint>'),
    },
    { status: 301, headers: { 'x-amz-bucket-region': 'eu-west-1' } },
    { status: 400, text: xml('AuthorizationHeaderMalformed', '', '<Region>eu-west-1</Region>') },
    {
      status: 400,
      text: xml(
        'AuthorizationHeaderMalformed',
        `the region 'us-east-1' is wrong; expecting 'eu-west-1'`,
      ),
    },
  ];
  for (const answer of answers) {
    const failure = failureOf(answer);
    expect(failure.code).toBe('TARGET_NOT_FOUND');
    expect(failure.fields?.region?.[0]).toContain('Set the region to `eu-west-1`.');
  }
});

test.each([
  ['2026-05-01T14:00:00Z', '2 h behind'],
  ['2026-05-01T10:30:00Z', '90 min ahead of'],
])('a clock that is wrong is said, and by how much (%s)', (theirs, words) => {
  const text = xml('RequestTimeTooSkewed', '', `<ServerTime>${theirs}</ServerTime>`);
  const failure = failureOf({ status: 403, text });
  expect(failure.code).toBe('TARGET_AUTH_FAILED');
  expect(failure.message).toContain(words);
  expect(failure.retry).toBe(false);
});

test('throttling says when to come again', () => {
  const failure = failureOf({
    status: 503,
    text: xml('SlowDown'),
    headers: { 'retry-after': '7' },
  });
  expect(failure).toMatchObject({ code: 'TARGET_BUSY', retry: true, retryAfterSeconds: 7 });
});

test('Backblaze’s cap is no question of access', () => {
  const text = xml('AccessDenied', 'Cannot upload files, storage cap exceeded.');
  expect(failureOf({ status: 403, text }).code).toBe('TARGET_FULL');
});

test('Ceph says InvalidAccessKeyId of a KMS key, and InvalidArgument of all the rest', () => {
  const kms = 'Failed to retrieve the actual key, kms-keyid: nokey';
  const more = { server_side_encryption: 'aws:kms', sse_kms_key_id: 'nokey' };
  expect(
    failureOf({ status: 403, text: xml('InvalidAccessKeyId', kms), more }).fields,
  ).toHaveProperty('sse_kms_key_id');
  const argument = { status: 400, text: xml('InvalidArgument') };
  expect(failureOf({ ...argument, more: { acl: 'nobody' } }).fields).toHaveProperty('acl');
  const two = failureOf({ ...argument, more: { acl: 'nobody', storage_class: 'NONE' } });
  expect(two.fields).toBeUndefined();
  expect(two.message).toContain('the storage class and the ACL');
});

test('what is not implemented is told by the header that the answer names', () => {
  const text = xml('NotImplemented', '', '<Header>x-amz-tagging</Header>');
  const more = { acl: 'private', tagging: { a: 'b' } };
  expect(failureOf({ status: 501, text, more }).fields).toHaveProperty('tagging');
});

test('a web page is no S3 service, unless it says that the service is down', () => {
  const page = '<!DOCTYPE html><html><title>Hello</title></html>';
  expect(failureOf({ status: 404, text: page })).toMatchObject({
    code: 'TARGET_NOT_FOUND',
    fields: { endpoint: [expect.stringContaining('no S3 service')] },
  });
  expect(failureOf({ status: 502, text: page })).toMatchObject({
    code: 'TARGET_UNREACHABLE',
    retry: true,
  });
});

test('an error inside an answer of 200 is read from the SDK’s error', () => {
  const error = Object.assign(new Error('We encountered an internal error.'), {
    name: 'InternalError',
    $metadata: { httpStatusCode: 503 },
  });
  expect(describeS3Failure(error, { settings: readSettings(base), clock }, 'a')).toMatchObject({
    code: 'TARGET_UNREACHABLE',
    retry: true,
  });
});

test('failures of others pass as they are, and bugs stay bugs', () => {
  const context = { settings: readSettings(base), clock };
  const failure = new Failure('SOURCE_FAILED');
  expect(describeS3Failure(failure, context, 'a')).toBe(failure);
  const bug = new TypeError('x is not a function');
  expect(describeS3Failure(bug, context, 'a')).toBe(bug);
});

test('entities are read', () => {
  const text = xml('A', 'a &lt;b&gt; &amp;amp; &quot;c&quot;');
  expect(readAnswerText({ status: 400, headers: {}, text }).message).toBe('a <b> &amp; "c"');
});

test('keys are shown in part', () => {
  expect(maskKey('AKIAXXXXXXXXXXXXLMNO')).toBe('AKIA…LMNO');
  expect(maskKey('AKTEST')).toBe('AK…ST');
  expect(maskKey('abc')).toBe('abc');
});
