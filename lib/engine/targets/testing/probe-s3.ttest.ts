import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import type { S3Keys } from '../../../../e2e/targets/ceph.ts';
import { curl } from './curl.ts';
import {
  describeProbeFailures,
  expectFailed,
  expectNoSecrets,
  expectStates,
  isProbe,
  type Prober,
  startAnswerLoser,
  startProber,
} from './probe-rig.ts';

const { ceph } = inject('targets').servers;
const WRONG = 'marked-wrong-secret';

let prober: Prober;
beforeAll(async () => {
  prober = await startProber();
});
afterAll(() => prober?.stop());

const access = ({ accessKeyId, secretAccessKey }: S3Keys) => ({
  access_key_id: accessKeyId,
  secret_access_key: secretAccessKey,
});
const { bucket, region, endpoint } = ceph;
const options = { bucket, region, endpoint, ...access(ceph.owner), key_prefix: 'probes/' };
const own = { ...options, bucket: 'slipway-probes' };

async function ask(method: string, path: string, body = '') {
  const hash = createHash('sha256').update(body).digest('hex');
  const user = `${ceph.owner.accessKeyId}:${ceph.owner.secretAccessKey}`;
  const answer = await curl(`${endpoint}/${path}`, [
    ...['-X', method, '--aws-sigv4', 'aws:amz:us-east-1:s3', '--user', user],
    ...['-H', `x-amz-content-sha256: ${hash}`, ...(body ? ['--data-binary', body] : [])],
  ]);
  if (answer.status > 299) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
  return answer.text;
}
const left = async (name: string, query = 'list-type=2') =>
  [...(await ask('GET', `${name}?${query}`)).matchAll(/<Key>(.*?)<\/Key>/g)]
    .map(([, key = '']) => key)
    .filter(isProbe);

beforeAll(async () => {
  await ask('PUT', 'slipway-probes');
  // Whoever stores an object with Ceph owns it: reading it has to be forbidden.
  const rule = (Effect: string, Action: string[]) => ({
    Effect,
    Principal: { AWS: ['arn:aws:iam:::user/stranger'] },
    Action,
    Resource: ['arn:aws:s3:::slipway-probes/*'],
  });
  const policy = {
    Version: '2012-10-17',
    Statement: [
      rule('Allow', ['s3:PutObject']),
      rule('Deny', ['s3:GetObject', 's3:DeleteObject', 's3:DeleteObjectVersion']),
    ],
  };
  await ask('PUT', 'slipway-probes?policy=', JSON.stringify(policy));
});

it('passes, with all that the options ask for, and leaves nothing', async () => {
  const report = await prober.probe('export/s3', {
    ...options,
    acl: 'public-read',
    tagging: { project: 'north' },
    metadata: { some: 'thing' },
    server_side_encryption: 'AES256',
    if_exists: 'rename',
  });
  expectStates(report, {
    ...{ values: 'passed', address: 'passed', write: 'passed' },
    ...{ read: 'passed', remove: 'passed' },
  });
  expect(report.steps[2]?.message).toMatch(/s3:\/\/slipway\/probes\/\.slipway-probe-/);
  expect(await left(bucket)).toEqual([]);
});

it('passes over TLS, and tells until when the certificate is valid', async () => {
  const report = await prober.probe('export/s3', { ...options, endpoint: ceph.tlsEndpoint });
  expect(report.passed).toBe(true);
  expect(report.steps[1]?.message).toMatch(/TLS 1\.[23].* valid until \d{4}-\d\d-\d\d\.$/);
});

it('passes with a key that may store and nothing else, and says what stays', async () => {
  const report = await prober.probe('export/s3', { ...own, ...access(ceph.stranger) });
  expectStates(report, {
    ...{ values: 'passed', address: 'passed', write: 'passed' },
    ...{ read: 'not-permitted', remove: 'not-permitted' },
  });
  const [name = '', ...more] = await left('slipway-probes');
  expect(more).toEqual([]);
  expect(report.steps[4]?.message).toContain(`\`${name}\` stays in bucket`);
  await ask('DELETE', `slipway-probes/${name}`);
});

it('leaves no version in a bucket that keeps them', async () => {
  await ask('PUT', 'slipway-probe-versions');
  const on = '<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>';
  await ask('PUT', 'slipway-probe-versions?versioning=', on);
  const report = await prober.probe('export/s3', {
    ...options,
    bucket: 'slipway-probe-versions',
  });
  expect(report.passed).toBe(true);
  expect(await left('slipway-probe-versions', 'versions=')).toEqual([]);
});

it('leaves nothing when the answer to storing is lost', async () => {
  const loser = await startAnswerLoser(endpoint);
  try {
    const report = await prober.probe('export/s3', { ...options, endpoint: loser.url });
    expectFailed(report, { step: 'write', code: 'TARGET_UNREACHABLE', field: 'endpoint' });
    expect(loser.lost()).toBe(2);
    expect(report.left).toBeUndefined();
    expect(await left(bucket)).toEqual([]);
  } finally {
    await loser.close();
  }
});

describeProbeFailures(() => prober, 'export/s3', options, [
  [
    'a wrong secret',
    { secret_access_key: WRONG },
    { step: 'write', code: 'TARGET_AUTH_FAILED', field: 'secret_access_key' },
  ],
  [
    'an unknown key',
    { access_key_id: 'AKNOBODYKNOWSTHIS' },
    { step: 'write', code: 'TARGET_AUTH_FAILED', field: 'access_key_id' },
  ],
  [
    'a key without the right',
    access(ceph.stranger),
    { step: 'write', code: 'TARGET_DENIED', field: 'access_key_id', says: /s3:PutObject/ },
  ],
  [
    'a missing bucket',
    { bucket: 'nobody-made-this' },
    { step: 'write', code: 'TARGET_NOT_FOUND', field: 'bucket' },
  ],
  [
    'a KMS key that is not there',
    { server_side_encryption: 'aws:kms', sse_kms_key_id: 'nobodys' },
    { step: 'write', code: 'TARGET_DENIED', field: 'sse_kms_key_id' },
  ],
  [
    'an address that is none',
    { endpoint: 'ftp://x' },
    { step: 'values', code: 'TARGET_NOT_FOUND', field: 'endpoint' },
  ],
  [
    'a host that is not found',
    { endpoint: 'https://nowhere.invalid' },
    { step: 'address', code: 'TARGET_UNREACHABLE', field: 'endpoint' },
  ],
  [
    'an address that is not for everybody',
    { endpoint: 'http://169.254.169.254' },
    { step: 'address', code: 'EGRESS_BLOCKED', field: 'endpoint', says: /EGRESS_ALLOW/ },
  ],
  [
    'http where TLS should be',
    { endpoint: endpoint.replace('http:', 'https:') },
    { step: 'address', code: 'TARGET_UNREACHABLE', field: 'endpoint' },
  ],
]);

it('no secret was told in all of this', () =>
  expectNoSecrets(prober, [WRONG, ceph.owner.secretAccessKey, ceph.stranger.secretAccessKey]));
