import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { curl } from './curl.ts';
import {
  describeProbeFailures,
  expectNoSecrets,
  expectStates,
  isProbe,
  type Prober,
  startProber,
} from './probe-rig.ts';
import { signInToSwift } from './swift-client.ts';

const { swift, ceph } = inject('targets').servers;
const WRONG = 'marked-wrong-secret';

let prober: Prober;
beforeAll(async () => {
  prober = await startProber();
});
afterAll(() => prober?.stop());

const { user, reader } = swift;
const options = {
  ...{ auth_url: swift.authUrl, region: swift.region, container: swift.container },
  ...{ username: user.name, password: user.password, tenant_name: user.project },
  file_prefix: 'probes/',
};
const account = signInToSwift(swift, user);
const left = async () => {
  const { url, args } = await account;
  const { text } = await curl(`${url}/${swift.container}?prefix=probes/`, args);
  return text.split('\n').filter(isProbe);
};

it.each([
  ['v3', {}],
  ['v2.0', { auth_url: swift.v2AuthUrl }],
])('passes by Identity %s, and leaves nothing', async (_, change) => {
  const report = await prober.probe('export/openstack', { ...options, ...change });
  expectStates(report, {
    ...{ values: 'passed', discover: 'passed', 'sign-in': 'passed' },
    ...{ region: 'passed', write: 'passed', remove: 'passed' },
  });
  expect(await left()).toEqual([]);
});

describeProbeFailures(() => prober, 'export/openstack', options, [
  [
    'a wrong password',
    { password: WRONG },
    { step: 'sign-in', code: 'TARGET_AUTH_FAILED', field: 'password' },
  ],
  [
    'a missing project',
    { tenant_name: 'nobody-made-this' },
    { step: 'sign-in', code: 'TARGET_NOT_FOUND', field: 'tenant_name' },
  ],
  [
    'a missing region',
    { region: 'Nowhere' },
    { step: 'region', code: 'TARGET_NOT_FOUND', field: 'region', says: /RegionOne/ },
  ],
  [
    'a missing container',
    { container: 'nobody-made-this' },
    { step: 'region', code: 'TARGET_NOT_FOUND', field: 'container' },
  ],
  [
    'a user who may not write',
    { username: reader.name, password: reader.password },
    { step: 'write', code: 'TARGET_DENIED', field: 'username' },
  ],
  [
    'an address without Identity',
    { auth_url: ceph.endpoint },
    { step: 'discover', code: 'TARGET_NOT_FOUND', field: 'auth_url' },
  ],
  [
    'an address that is not for everybody',
    { auth_url: 'http://169.254.169.254' },
    { step: 'discover', code: 'EGRESS_BLOCKED', field: 'auth_url', says: /EGRESS_ALLOW/ },
  ],
]);

it('no secret was told in all of this', () =>
  expectNoSecrets(prober, [WRONG, swift.user.password, swift.reader.password]));
