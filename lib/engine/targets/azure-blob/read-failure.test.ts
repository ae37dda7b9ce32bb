import { expect, test } from 'vitest';
import type { Failure } from '#lib/errors.ts';
import { describeReading } from './read-failure.ts';
import { Refusal } from './refusal.ts';
import { readSettings } from './settings.ts';

const NOW = new Date('2026-11-26T12:00:00Z');
const KEY = Buffer.from('marked key').toString('base64');
const byKey = { storage_account: 'acct', container: 'box', storage_access_key: KEY };
const bySas = (sp: string, se = '2027-01-01T00:00:00Z') => ({
  storage_account: 'acct',
  container: 'box',
  sas_token: `sv=2021-12-02&sp=${sp}&se=${se}&sig=abc`,
});

function failureOf(
  options: Record<string, unknown>,
  [status, code]: readonly [number, string],
  what: 'read' | 'list' = 'read',
) {
  const headers = { date: NOW.toUTCString(), 'x-ms-error-code': code, 'x-ms-request-id': 'r' };
  const text = `<Error><Code>${code}</Code><Message>No.</Message></Error>`;
  const refusal = new Refusal({ status, headers, text }, 'reading “a/b.txt”');
  const settings = readSettings(options);
  return describeReading(refusal, { settings, clock: { now: () => NOW } }, 'a/b.txt', what);
}

test.each([
  [byKey, [404, 'BlobNotFound'], 'SOURCE_FAILED', 'blob', /no blob “a\/b.txt” in container `box`/],
  [byKey, [404, 'ContainerNotFound'], 'TARGET_NOT_FOUND', 'container', /no container `box`/],
  [byKey, [409, 'BlobArchived'], 'SOURCE_FAILED', 'blob', /archived. Bring it back/],
  [
    byKey,
    [403, 'AuthorizationFailure'],
    'TARGET_DENIED',
    'storage_account',
    /read container.*firewall/,
  ],
  [
    bySas('cw'),
    [403, 'AuthorizationPermissionMismatch'],
    'TARGET_DENIED',
    'sas_token',
    /may not read.*`sp=cw`.*permission read \(`r`\)/,
  ],
  [
    bySas('r', '2026-01-01'),
    [403, 'AuthenticationFailed'],
    'TARGET_AUTH_FAILED',
    'sas_token',
    /expired/,
  ],
] as const)('%j, %j', (options, said, means, field, words) => {
  const failure = failureOf(options, said);
  expect(failure).toMatchObject({ code: means, message: expect.stringMatching(words) });
  expect(Object.keys((failure as Failure).fields ?? {})).toEqual([field]);
});

test('a token that reads need not list', () => {
  const failure = failureOf(bySas('r'), [403, 'AuthorizationPermissionMismatch'], 'list');
  expect(failure).toMatchObject({
    code: 'TARGET_DENIED',
    message: expect.stringMatching(/may not list.*permission list \(`l`\)/),
  });
});
