import { describe, expect, test } from 'vitest';
import { isFailure } from '#lib/errors.ts';
import { describeAzureFailure } from './describe-failure.ts';
import { Refusal } from './refusal.ts';
import { readSettings } from './settings.ts';
import { ANSWERS, byKey, KEY, type Said } from './test-answers.ts';

const NOW = new Date('2026-11-26T12:00:00Z');
function describeOf(options: Record<string, unknown>, said: Said) {
  const { status, code, message = '', more = '', date = NOW, headers } = said;
  const refusal = new Refusal(
    {
      status,
      headers: {
        date: date.toUTCString(),
        ...(code ? { 'x-ms-error-code': code, 'x-ms-request-id': 'req-1' } : {}),
        ...headers,
      },
      text: code
        ? `<Error><Code>${code}</Code><Message>${message}\nRequestId:req-1\nTime:now</Message>${more}</Error>`
        : '<html>Not found</html>',
    },
    'storing “a/b.txt”',
  );
  const settings = readSettings(options);
  const failure = describeAzureFailure(refusal, { settings, clock: { now: () => NOW } }, 'a/b.txt');
  if (!isFailure(failure)) throw new Error('It is no failure.');
  return failure;
}

describe('what the answers of Azure mean', () => {
  test.each(ANSWERS)('%s', (_, options, said, code, field, words) => {
    const failure = describeOf(options, said);
    expect(failure).toMatchObject({ code, message: expect.stringMatching(words) });
    expect(Object.keys(failure.fields ?? {})).toEqual(field ? [field] : []);
    expect(failure.message).not.toContain(KEY);
  });

  test('what may go better is tried again, when it was asked for', () => {
    const busy = describeOf(byKey, {
      status: 503,
      code: 'ServerBusy',
      headers: { 'retry-after': '7' },
    });
    expect(busy).toMatchObject({ code: 'TARGET_BUSY', retry: true, retryAfterSeconds: 7 });
    const late = describeOf(byKey, { status: 500, code: 'OperationTimedOut' });
    expect(late).toMatchObject({ code: 'TARGET_UNREACHABLE', retry: true });
  });

  test('the raw answer is kept, in short', () => {
    const { detail: kept } = describeOf(byKey, {
      status: 404,
      code: 'ContainerNotFound',
      message: 'None.',
    });
    expect(kept).toBe('HTTP 404 ContainerNotFound\nNone.\nRequest ID: req-1');
  });

  test('an account without a host is an account that does not exist', () => {
    const settings = readSettings(byKey);
    const error = Object.assign(new Error('x'), { code: 'ENOTFOUND' });
    const failure = describeAzureFailure(error, { settings, clock: { now: () => NOW } }, 'a');
    expect(failure).toMatchObject({
      code: 'TARGET_UNREACHABLE',
      retry: false,
      fields: { storage_account: [expect.stringMatching(/no storage account `acct`/)] },
    });
  });

  test('a key that is no Base64 is told as such', () => {
    for (const storage_access_key of ['!!!', 'abc', '']) {
      expect(() => readSettings({ ...byKey, storage_access_key })).toThrow(
        expect.objectContaining({
          code: 'TARGET_AUTH_FAILED',
          fields: { storage_access_key: [expect.any(String)] },
        }),
      );
    }
  });
});
