import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import type { ServiceAccount } from '../../../../e2e/targets/gcs/accounts.ts';
import { googleClient } from './google-client.ts';
import {
  describeProbeFailures,
  expectNoSecrets,
  expectStates,
  isProbe,
  type Prober,
  startProber,
} from './probe-rig.ts';

const { google } = inject('targets').servers;
const WRONG = 'marked-wrong-secret';

let prober: Prober;
beforeAll(async () => {
  prober = await startProber();
});
afterAll(() => prober?.stop());

const client = googleClient(google);
const { bucket, endpoint, tokenUri } = google;
const access = ({ project_id, client_email, private_key }: ServiceAccount) => ({
  project_id,
  client_email,
  private_key,
});
const options = {
  ...{ bucket, endpoint, token_uri: tokenUri, file_prefix: 'probes/' },
  ...access(google.owner),
};
const left = async () => (await client.list('probes/')).filter(isProbe);
const otherKey = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString();

it('passes, and leaves nothing', async () => {
  const report = await prober.probe('export/google-cloud-storage', options);
  expectStates(report, {
    ...{ values: 'passed', address: 'passed', 'sign-in': 'passed' },
    ...{ write: 'passed', remove: 'passed' },
  });
  expect(await left()).toEqual([]);
});

it('passes with an account that may only create, and says what stays', async () => {
  const report = await prober.probe('export/google-cloud-storage', {
    ...options,
    ...access(google.creator),
  });
  expectStates(report, {
    ...{ values: 'passed', address: 'passed', 'sign-in': 'passed' },
    ...{ write: 'passed', remove: 'not-permitted' },
  });
  const [name = '', ...more] = await left();
  expect(more).toEqual([]);
  expect(report.steps[4]?.message).toContain(`\`${name}\` stays in bucket`);
  expect(report.steps[4]?.message).toContain('Replacing a file that exists');
});

describeProbeFailures(() => prober, 'export/google-cloud-storage', options, [
  [
    'another account’s key',
    { private_key: otherKey },
    { step: 'sign-in', code: 'TARGET_AUTH_FAILED', field: 'private_key' },
  ],
  [
    'an unknown account',
    { client_email: 'nobody@slipway.iam.gserviceaccount.com' },
    { step: 'sign-in', code: 'TARGET_AUTH_FAILED', field: 'client_email' },
  ],
  [
    'a key that is none',
    { private_key: WRONG },
    { step: 'values', code: 'TARGET_AUTH_FAILED', field: 'private_key' },
  ],
  [
    'an account that may only read',
    access(google.reader),
    { step: 'write', code: 'TARGET_DENIED', field: 'client_email' },
  ],
  [
    'a missing bucket',
    { bucket: 'nobody-made-this' },
    { step: 'write', code: 'TARGET_NOT_FOUND', field: 'bucket' },
  ],
  [
    'a token address that is not for everybody',
    { token_uri: 'http://169.254.169.254/token' },
    { step: 'sign-in', code: 'EGRESS_BLOCKED', field: 'token_uri', says: /EGRESS_ALLOW/ },
  ],
]);

it('no secret was told in all of this', () =>
  expectNoSecrets(prober, [
    WRONG,
    ...google.owner.private_key.split('\n').filter((line) => line.length > 40),
  ]));
