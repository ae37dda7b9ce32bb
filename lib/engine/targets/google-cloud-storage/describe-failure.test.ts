import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Failure } from '#lib/errors.ts';
import type { Fault } from '../../../../e2e/targets/gcs/faults.ts';
import type { Permission } from '../../../../e2e/targets/gcs/store.ts';
import { makeFile, type Rig, startRig } from './test-delivery.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig.stop());
beforeEach(() => rig.gcs.clearFaults());

const SIZES = [10, (4 << 20) + 10];
type Expected = { code: string; says: RegExp; field?: string; retry?: boolean };

async function expectFailure(
  size: number,
  options: object,
  expected: Expected,
  name = 'dir/a b.pdf',
) {
  const { errors } = await rig.deliver(makeFile(name, size).file, { options });
  const failure = errors[0] as Failure;
  const { code, says, field, retry = false } = expected;
  expect({ code: failure.code, retry: failure.retry }).toEqual({ code, retry });
  expect(failure.message).toMatch(says);
  expect(Object.keys(failure.fields ?? {})).toEqual(field ? [field] : []);
  return failure;
}

describe.each(SIZES)('of %i bytes', (size) => {
  test('no bucket', async () => {
    const options = { bucket: 'nobody-made' };
    const says = /^There is no bucket `nobody-made` at 127\.0\.0\.1:\d+\. Make it first/;
    const failure = await expectFailure(size, options, {
      code: 'TARGET_NOT_FOUND',
      says,
      field: 'bucket',
    });
    expect(failure.detail).toContain('The specified bucket does not exist.');
  });

  test('no permission to store, and none to replace', async () => {
    const may = (name: string, ...permissions: Permission[]) =>
      rig.gcs.makeAccount(name, permissions);
    const reader = may('reader', 'storage.objects.get');
    await expectFailure(size, reader, {
      code: 'TARGET_DENIED',
      says: /^Access to bucket `slipway` was denied for reader@\S+\.com\. It needs storage\.objects\.create on `slipway\/dir\/a b\.pdf`/,
      field: 'client_email',
    });
    await rig.client.media('dir/a b.pdf');
    const says = /It needs storage\.objects\.delete on .* to replace files/;
    await expectFailure(size, may('creator', 'storage.objects.create'), {
      ...{ code: 'TARGET_DENIED', says, field: 'client_email' },
    });
  });

  test('no billing, and no ACLs', async () => {
    rig.gcs.makeBucket('unpaid', { billing: 'off' });
    const says = /Billing is turned off/;
    await expectFailure(
      size,
      { bucket: 'unpaid' },
      { code: 'TARGET_DENIED', says, field: 'bucket' },
    );
    rig.gcs.makeBucket('uniform', { uniform: true });
    await expectFailure(
      size,
      { bucket: 'uniform', acl: 'publicRead' },
      {
        ...{ code: 'TARGET_DENIED', says: /“publicRead”.*Leave the ACL out/, field: 'acl' },
      },
    );
  });

  test('options that the service does not take', async () => {
    await expectFailure(
      size,
      { storage_class: 'GLACIER' },
      {
        ...{ code: 'TARGET_DENIED', says: /GLACIER/, field: 'storage_class' },
      },
    );
    await expectFailure(
      size,
      { metadata: { a: 'x'.repeat(9000) } },
      {
        ...{ code: 'TARGET_DENIED', says: /8 KiB/, field: 'metadata' },
      },
    );
  });

  test.each<[Partial<Fault>, Expected]>([
    [
      { status: 429, retryAfter: 7 },
      { code: 'TARGET_BUSY', says: /has to wait/, retry: true },
    ],
    [
      { status: 403, reason: 'rateLimitExceeded', retryAfter: 7 },
      { code: 'TARGET_BUSY', says: /has to wait/, retry: true },
    ],
    [
      { status: 503, retryAfter: 7 },
      { code: 'TARGET_BUSY', says: /503/, retry: true },
    ],
    [{ status: 503 }, { code: 'TARGET_UNREACHABLE', says: /trouble of its own/, retry: true }],
    [{ status: 500 }, { code: 'TARGET_UNREACHABLE', says: /500/, retry: true }],
    [{ status: 408 }, { code: 'TARGET_UNREACHABLE', says: /408/, retry: true }],
    [
      { status: 403, reason: 'quotaExceeded' },
      { code: 'TARGET_FULL', says: /quota/, field: 'bucket' },
    ],
    [
      { status: 413, reason: 'uploadTooLarge' },
      { code: 'TARGET_FULL', says: /larger than/ },
    ],
    [
      { status: 403, reason: 'retentionPolicyNotMet' },
      { code: 'TARGET_DENIED', says: /retention/, field: 'if_exists' },
    ],
    [
      {
        status: 403,
        reason: 'forbidden',
        message: 'Request is prohibited by organization’s policy.',
      },
      { code: 'TARGET_DENIED', says: /Google says: Request is prohibited/, field: 'client_email' },
    ],
    [
      { status: 400, reason: 'invalid', message: 'Something new.' },
      { code: 'TARGET_DENIED', says: /It says: Something new\./ },
    ],
  ])('%j', async (fault, expected) => {
    const step = size > 1000 ? 'start' : 'multipart';
    rig.gcs.fault({ step, does: 'answer', ...fault });
    const failure = await expectFailure(size, {}, expected);
    expect(failure.retryAfterSeconds).toBe(fault.retryAfter);
    expect(failure.detail).toContain(`${fault.status}`);
  });

  test('a sign-in that the service never takes', async () => {
    const step = size > 1000 ? 'start' : 'multipart';
    rig.gcs.fault({ step, does: 'answer', status: 401, times: 2 });
    const says = /does not accept the sign-in of uploader@/;
    await expectFailure(size, {}, { code: 'TARGET_AUTH_FAILED', says, field: 'client_email' });
  });

  test('an endpoint that is something else, and one where nothing is', async () => {
    const options = { endpoint: `${rig.gcs.url}/elsewhere` };
    await expectFailure(size, options, { code: 'TARGET_NOT_FOUND', says: /./, field: 'bucket' });
    await expectFailure(
      size,
      { endpoint: 'http://127.0.0.1:1' },
      {
        ...{
          code: 'TARGET_UNREACHABLE',
          says: /refuses connections/,
          field: 'endpoint',
          retry: true,
        },
      },
    );
    await expectFailure(
      size,
      { endpoint: 'http://10.0.0.1' },
      {
        ...{ code: 'EGRESS_BLOCKED', says: /10\.0\.0\.1/, field: 'endpoint' },
      },
    );
  });
});

describe('signing in', () => {
  const wrongKey = generateKeyPairSync('rsa', { modulusLength: 2048 })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString();

  test.each<[string, () => object, Expected]>([
    [
      'an unknown account',
      () => ({ client_email: 'x@y.iam.gserviceaccount.com' }),
      { code: 'TARGET_AUTH_FAILED', says: /knows no service account x@y/, field: 'client_email' },
    ],
    [
      'a key of another',
      () => ({ private_key: wrongKey }),
      {
        code: 'TARGET_AUTH_FAILED',
        says: /private key is none of uploader@/,
        field: 'private_key',
      },
    ],
    [
      'no token endpoint',
      () => ({ token_uri: `${rig.gcs.url}/control/nothing` }),
      { code: 'TARGET_NOT_FOUND', says: /and no token\. Check the token URI/, field: 'token_uri' },
    ],
    [
      'nobody there',
      () => ({ token_uri: 'http://127.0.0.1:1/token' }),
      { code: 'TARGET_UNREACHABLE', says: /refuses connections/, field: 'token_uri', retry: true },
    ],
    [
      'another audience',
      () => ({ token_uri: `${rig.gcs.url.replace('127.0.0.1', 'localhost')}/token` }),
      {
        code: 'TARGET_AUTH_FAILED',
        says: /gives out no tokens under that address/,
        field: 'token_uri',
      },
    ],
  ])('%s', async (_, options, expected) => {
    await expectFailure(10, options(), expected);
  });

  test('a token endpoint in trouble', async () => {
    rig.gcs.fault({ step: 'token', does: 'answer', status: 503, retryAfter: 3 });
    const failure = await expectFailure(
      10,
      {},
      { code: 'TARGET_BUSY', says: /signing in/, retry: true },
    );
    expect(failure.retryAfterSeconds).toBe(3);
  });
});
