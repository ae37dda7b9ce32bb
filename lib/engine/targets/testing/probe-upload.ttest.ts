import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { startHttpFront } from '../../../../e2e/targets/http-front.ts';
import { readRequests } from '../../../../e2e/targets/nginx.ts';
import { presignPut } from './presign-put.ts';
import {
  describeProbeFailures,
  expectFailed,
  expectNoSecrets,
  expectStates,
  type Prober,
  startProber,
} from './probe-rig.ts';

const { servers, certificates } = inject('targets');
const { nginx, ceph } = servers;

let prober: Prober;
beforeAll(async () => {
  prober = await startProber();
});
afterAll(() => prober?.stop());

const presigned = (seconds: number) =>
  presignPut({ ...ceph, key: 'probes/put', keys: ceph.owner, seconds });
const putsSeen = async () =>
  (await readRequests(nginx)).filter(({ uri }) => uri.includes('nobody-sends-this'));

it('sends nothing, and says so', async () => {
  const report = await prober.probe('export/upload', {
    url: `${nginx.url}/put/nobody-sends-this?signature=marked-signature`,
    headers: { 'Content-Length': '5' },
  });
  expectStates(report, {
    ...{ values: 'passed', signature: 'skipped', address: 'passed', send: 'skipped' },
  });
  expect(report.steps[3]?.message).toMatch(/^Nothing was sent/);
  expect(await putsSeen()).toEqual([]);
});

it('reads until when a presigned URL is valid', async () => {
  const report = await prober.probe('export/upload', { url: presigned(3600) });
  expect(report.passed).toBe(true);
  expect(report.steps[1]?.message).toMatch(/signed for S3 and valid until \d{4}-\d\d-\d\d/);
});

it.each([
  ['nobody has signed', certificates.selfSigned, /NODE_EXTRA_CA_CERTS/],
  ['has expired', certificates.expired, /expired/],
  ['is another host’s', certificates.otherHost, /another host/],
] as const)('a certificate that %s is told at the URL', async (_, tls, says) => {
  const front = await startHttpFront({ upstream: nginx.url, tls });
  try {
    const report = await prober.probe('export/upload', { url: `${front.url}/put/x` });
    expectFailed(report, { step: 'address', code: 'TARGET_UNREACHABLE', field: 'url', says });
  } finally {
    await front.close();
  }
});

const signed = `${ceph.endpoint}/b/k?X-Amz-Date=20990101T000000Z&X-Amz-Expires=60&X-Amz-Signature=a`;
describeProbeFailures(() => prober, 'export/upload', { url: presigned(3600) }, [
  [
    'a URL that has expired',
    { url: presigned(-60) },
    { step: 'signature', code: 'TARGET_DENIED', field: 'url', says: /expired/ },
  ],
  [
    'a URL that is not valid yet',
    { url: signed },
    { step: 'signature', code: 'TARGET_DENIED', field: 'url', says: /not valid yet/ },
  ],
  [
    'a URL for reading',
    { url: `${nginx.url}/x?sv=1&sp=r&sig=bWFya2Vk` },
    { step: 'signature', code: 'TARGET_DENIED', field: 'url', says: /not made for storing/ },
  ],
  [
    'a header that was signed and is not given',
    { url: presigned(3600).replace('SignedHeaders=host', 'SignedHeaders=host%3Bx-amz-acl') },
    { step: 'signature', code: 'TARGET_DENIED', field: 'headers', says: /`x-amz-acl`/ },
  ],
  [
    'what is no address',
    { url: 'nowhere' },
    { step: 'values', code: 'TARGET_NOT_FOUND', field: 'url' },
  ],
  [
    'an address that is not for everybody',
    { url: 'https://169.254.169.254/put' },
    { step: 'address', code: 'EGRESS_BLOCKED', field: 'url', says: /EGRESS_ALLOW/ },
  ],
]);

it('no secret was told in all of this', () =>
  expectNoSecrets(prober, ['marked-signature', 'X-Amz-Signature', 'bWFya2Vk']));
