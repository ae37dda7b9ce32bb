import { chmod, chown, mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { isRoot } from '../../../../e2e/targets/run.ts';
import type { ProbeState } from '../../probe/report.ts';
import { deadPort } from './http-failures.ts';
import {
  describeProbeFailures,
  expectFailed,
  expectNoSecrets,
  expectStates,
  isProbe,
  type Prober,
  startProber,
} from './probe-rig.ts';

const { sshd, nginx } = inject('targets').servers;
const WRONG = 'marked-wrong-password';
/** Of the server's own user. */
const USER_ID = 54_321;

let prober: Prober;
beforeAll(async () => {
  prober = await startProber();
});
afterAll(() => prober?.stop());

const options = {
  host: sshd.host,
  port: sshd.port,
  username: sshd.username,
  private_key: sshd.keys.ed25519,
  path: `${sshd.folders.upload}/probes`,
};
const here = path.join(sshd.root, 'upload');
const folder = async (name: string, mode = 0o755) => {
  await mkdir(path.join(here, name), { recursive: true });
  if (isRoot) await chown(path.join(here, name), USER_ID, USER_ID);
  await chmod(path.join(here, name), mode);
  return `${sshd.folders.upload}/${name}`;
};
const left = async () =>
  (await readdir(sshd.root, { recursive: true })).filter((name) => isProbe(name));
const all: Record<string, ProbeState> = {
  ...{ values: 'passed', address: 'passed', 'host-key': 'passed', 'sign-in': 'passed' },
  ...{ folder: 'passed', write: 'passed', rename: 'passed', remove: 'passed' },
};

beforeAll(() => folder('probes'));

it.each<[string, object]>([
  ['a key', {}],
  ['a password', { private_key: undefined, password: sshd.password }],
  ['the fingerprint that is expected', { host_key_fingerprint: sshd.fingerprint }],
  ['names that must be free', { if_exists: 'fail' }],
])('passes with %s, shows the host key, and leaves nothing', async (_, change) => {
  const report = await prober.probe('export/sftp', { ...options, ...change });
  expectStates(report, all);
  expect(report.hostKey).toEqual({ type: 'ssh-ed25519', fingerprint: sshd.fingerprint });
  expect(report.steps[2]?.message).toContain(sshd.fingerprint);
  expect(await left()).toEqual([]);
});

it('passes in a folder that may be written to and not be read', async () => {
  const report = await prober.probe('export/sftp', {
    ...options,
    path: await folder('write-only', 0o333),
  });
  expectStates(report, all);
  expect(await left()).toEqual([]);
});

it('passes where the folder cannot even be looked at', async () => {
  // Below a folder that may not be searched nothing can be written either: that is told at writing.
  await folder('hidden/inside');
  await folder('hidden', 0o600);
  const report = await prober.probe('export/sftp', {
    ...options,
    path: `${sshd.folders.upload}/hidden/inside`,
  });
  expect(report.steps.map(({ state }) => state).slice(4, 6)).toEqual(['not-permitted', 'failed']);
  expect(Object.keys(report.steps[5]?.fields ?? {})).toEqual(['path']);
  await folder('hidden');
});

it('makes no folder: it writes above it', async () => {
  const missing = `${sshd.folders.upload}/probes/not/made/yet`;
  const report = await prober.probe('export/sftp', { ...options, path: missing });
  expectStates(report, all);
  expect(report.steps[4]?.message).toMatch(/not there yet: the first delivery makes it/);
  expect(await readdir(path.join(here, 'probes'))).toEqual([]);
});

it('a changed host key ends it before anybody is signed in, and is shown', async () => {
  const host_key_fingerprint = `SHA256:${'A'.repeat(43)}`;
  const report = await prober.probe('export/sftp', { ...options, host_key_fingerprint });
  expectFailed(report, {
    step: 'host-key',
    code: 'HOST_KEY_MISMATCH',
    field: 'host_key_fingerprint',
  });
  expect(report.hostKey).toEqual({ type: 'ssh-ed25519', fingerprint: sshd.fingerprint });
  expect(report.steps[2]?.detail).toContain(`host key: ssh-ed25519 ${sshd.fingerprint}`);
});

it('a server that is none is told at the host key', async () => {
  const port = Number(new URL(nginx.url).port);
  const report = await prober.probe('export/sftp', { ...options, port });
  expectFailed(report, { step: 'host-key', code: 'TARGET_UNREACHABLE', field: 'port' });
});

it('connections that are refused are told at the host', async () => {
  const report = await prober.probe('export/sftp', { ...options, port: await deadPort() });
  expectFailed(report, { step: 'address', code: 'TARGET_UNREACHABLE', field: 'host' });
});

const { readOnly = '' } = sshd.folders;
describeProbeFailures(() => prober, 'export/sftp', options, [
  [
    'a wrong password',
    { private_key: undefined, password: WRONG },
    { step: 'sign-in', code: 'TARGET_AUTH_FAILED', field: 'password' },
  ],
  [
    'a key that the server does not know',
    { private_key: sshd.unknownKey },
    { step: 'sign-in', code: 'TARGET_AUTH_FAILED', field: 'private_key' },
  ],
  [
    'a missing passphrase',
    { private_key: sshd.keys.encrypted },
    { step: 'values', code: 'TARGET_AUTH_FAILED', field: 'passphrase' },
  ],
  [
    'a folder that may not be written to',
    { path: readOnly },
    { step: 'write', code: 'TARGET_DENIED', field: 'path' },
  ],
  [
    'a folder that cannot be made',
    { path: '/nobody/made/this' },
    { step: 'write', code: 'TARGET_DENIED', field: 'path' },
  ],
  [
    'an address that is not for everybody',
    { host: '169.254.169.254' },
    { step: 'address', code: 'EGRESS_BLOCKED', field: 'host', says: /EGRESS_ALLOW/ },
  ],
]);

it('no secret was told in all of this', () => {
  const keys = [sshd.keys.ed25519, sshd.keys.encrypted].flatMap((key) =>
    key.split('\n').filter((line) => line.length > 40 && !line.startsWith('-')),
  );
  expectNoSecrets(prober, [WRONG, sshd.password ?? WRONG, ...keys]);
});
