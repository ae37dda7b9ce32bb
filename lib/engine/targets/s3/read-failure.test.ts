import { expect, test } from 'vitest';
import { testClock } from '#lib/clock.ts';
import { Failure } from '#lib/errors.ts';
import { readAnswerText } from './answer.ts';
import { describeListing, describeReading } from './read-failure.ts';
import { readSettings } from './settings.ts';

const context = {
  settings: readSettings({
    bucket: 'box',
    region: 'us-east-1',
    endpoint: 'https://s3.example.com',
    access_key_id: 'AKIAXXXXXXXXXXXXLMNO',
    secret_access_key: 'the-secret',
  }),
  clock: testClock(new Date('2026-05-01T12:00:00Z')),
};
const xml = (code: string) => `<Error><Code>${code}</Code><Message>No.</Message></Error>`;
const answerOf = (status: number, code?: string) =>
  readAnswerText({ status, headers: {}, text: code ? xml(code) : '' });

test.each([
  [404, 'NoSuchKey', 'SOURCE_FAILED', 'key', /no “a\/b.pdf” in bucket `box`.*[Cc]heck the key/],
  [404, undefined, 'SOURCE_FAILED', 'key', /no “a\/b.pdf”/],
  [404, 'NoSuchBucket', 'TARGET_NOT_FOUND', 'bucket', /no bucket `box`/],
  [403, 'AccessDenied', 'TARGET_DENIED', 'access_key_id', /s3:GetObject on `box\/a\/b.pdf`/],
  [403, 'InvalidObjectState', 'SOURCE_FAILED', 'key', /archived. Restore it/],
  [403, 'SignatureDoesNotMatch', 'TARGET_AUTH_FAILED', 'secret_access_key', /AKIA…LMNO/],
  [503, 'SlowDown', 'TARGET_BUSY', undefined, /slow down/],
  [418, 'Teapot', 'TARGET_DENIED', undefined, /reading “a\/b.pdf” from bucket `box`/],
])('reading, %i %s', (status, code, means, field, words) => {
  const failure = describeReading(new Error(), context, 'a/b.pdf', answerOf(status, code));
  expect(failure).toMatchObject({ code: means, message: expect.stringMatching(words) });
  expect(Object.keys((failure as Failure).fields ?? {})).toEqual(field ? [field] : []);
});

test('listing may be denied where reading is not', () => {
  const failure = describeListing(new Error(), context, 'a/', answerOf(403, 'AccessDenied'));
  expect(failure).toMatchObject({
    code: 'TARGET_DENIED',
    message: expect.stringMatching(/s3:ListBucket on `box`.*whole key of one file/),
  });
});

test('what is a failure already stays, and what is a bug comes back', () => {
  const failure = new Failure('TOO_LARGE');
  expect(describeReading(failure, context, 'a')).toBe(failure);
  const bug = new TypeError('x is not a function');
  expect(describeReading(bug, context, 'a')).toBe(bug);
});
