import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { sasToken } from '../../../../e2e/targets/azurite.ts';
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

const { azurite } = inject('targets').servers;

let prober: Prober;
beforeAll(async () => {
  prober = await startProber();
});
afterAll(() => prober?.stop());

const options = {
  storage_account: azurite.account,
  endpoint: azurite.endpoint,
  container: azurite.container,
  blob_prefix: 'probes/',
};
const byKey = { ...options, storage_access_key: azurite.key };
const signatures: string[] = [];
const bySas = (permissions: string, ms = 3_600_000) => {
  const sas_token = sasToken(permissions, Date.now() + ms);
  signatures.push(new URLSearchParams(sas_token).get('sig') ?? '');
  return { ...options, sas_token };
};
const url = `${azurite.endpoint}/${azurite.container}`;
const left = async () => {
  const query = `restype=container&comp=list&prefix=probes/&${azurite.sas}`;
  const { text } = await curl(`${url}?${query}`);
  return [...text.matchAll(/<Name>(.*?)<\/Name>/g)].map(([, name = '']) => name).filter(isProbe);
};

it('passes with the key, and leaves nothing', async () => {
  const report = await prober.probe('export/azure/blob', { ...byKey, metadata: { some: 'x' } });
  expectStates(report, {
    ...{ values: 'passed', token: 'skipped', address: 'passed' },
    ...{ write: 'passed', remove: 'passed' },
  });
  expect(await left()).toEqual([]);
});

it.each(['c', 'cw'])('passes with sp=%s, and says what stays', async (permissions) => {
  const report = await prober.probe('export/azure/blob', bySas(permissions));
  expectStates(report, {
    ...{ values: 'passed', token: 'passed', address: 'passed' },
    ...{ write: 'passed', remove: 'not-permitted' },
  });
  const [name = '', ...more] = await left();
  expect(more).toEqual([]);
  expect(report.steps[4]?.message).toContain(`\`${name}\` stays in container`);
  expect(report.steps[1]?.message).toMatch(/valid until \d{4}-\d\d-\d\d \d\d:\d\d UTC/);
  await curl(`${url}/${name}?${azurite.sas}`, ['-X', 'DELETE']);
});

it('tries nothing with a token for one blob', async () => {
  const report = await prober.probe('export/azure/blob', {
    ...options,
    sas_token: 'sv=2021-12-02&sr=b&sp=cw&se=2099-01-01&sig=bWFya2Vk',
  });
  expectStates(report, {
    ...{ values: 'passed', token: 'passed', address: 'passed' },
    ...{ write: 'skipped', remove: 'skipped' },
  });
});

it('leaves nothing when the answer to storing is lost', async () => {
  const { origin, pathname } = new URL(azurite.endpoint);
  const loser = await startAnswerLoser(origin);
  try {
    const endpoint = loser.url + pathname;
    const report = await prober.probe('export/azure/blob', { ...byKey, endpoint });
    expectFailed(report, { step: 'write', code: 'TARGET_UNREACHABLE', field: 'endpoint' });
    expect(loser.lost()).toBe(2);
    expect(report.left).toBeUndefined();
    expect(await left()).toEqual([]);
  } finally {
    await loser.close();
  }
});

const key = { ...byKey, sas_token: undefined };
const wrongKey = Buffer.from('marked wrong key of the account '.repeat(2)).toString('base64');
describeProbeFailures(() => prober, 'export/azure/blob', key, [
  [
    'a token that has expired',
    bySas('cw', -1000),
    { step: 'token', code: 'TARGET_AUTH_FAILED', field: 'sas_token', says: /expired on/ },
  ],
  [
    'a token that may only read',
    bySas('rl'),
    { step: 'token', code: 'TARGET_DENIED', field: 'sas_token', says: /sp=rl/ },
  ],
  [
    'a token that was changed',
    { sas_token: bySas('cw').sas_token.replace('sp=cw', 'sp=rcw') },
    { step: 'write', code: 'TARGET_AUTH_FAILED', field: 'sas_token' },
  ],
  [
    'a token without a signature',
    { sas_token: 'sp=cw' },
    { step: 'values', code: 'TARGET_AUTH_FAILED', field: 'sas_token' },
  ],
  [
    'a wrong key',
    { storage_access_key: wrongKey },
    { step: 'write', code: 'TARGET_AUTH_FAILED', field: 'storage_access_key' },
  ],
  [
    'a missing container',
    { container: 'nobody-made-this' },
    { step: 'write', code: 'TARGET_NOT_FOUND', field: 'container' },
  ],
  [
    'an address that is not for everybody',
    { endpoint: 'http://169.254.169.254' },
    { step: 'address', code: 'EGRESS_BLOCKED', field: 'endpoint', says: /EGRESS_ALLOW/ },
  ],
]);

it('no secret was told in all of this', () =>
  expectNoSecrets(prober, [azurite.key, wrongKey, ...signatures]));
