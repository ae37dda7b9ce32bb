import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { expect, inject, it, vi } from 'vitest';
import { systemClock } from '#lib/clock.ts';
import { exportSftp } from '#lib/operations/sftp.ts';
import { startBreakingProxy } from '../../../../e2e/targets/breaking-proxy.ts';
import { createEgress } from '../../egress.ts';
import { findTarget, loadTarget } from '../../registry.ts';
import { describeTarget } from './describe-target.ts';
import { deadPort } from './http-failures.ts';
import { literal } from './names-cases.ts';
import type { FailureCase, HeaderCase, Stored, Way } from './rig.ts';

const { sshd } = inject('targets').servers;
const MIB = 1 << 20;
const WRONG = 'marked-wrong-password';
/** On this machine. */
const folder = path.join(sshd.root, 'upload');
const { upload, readOnly = '', small = '' } = sshd.folders;
const execute = promisify(execFile);

const options = {
  host: sshd.host,
  port: sshd.port,
  username: sshd.username,
  private_key: sshd.keys.ed25519,
};
const withoutKey = { private_key: undefined };

async function read(name: string): Promise<Stored | undefined> {
  const file = path.join(folder, name);
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) return undefined;
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return { size: found.size, sha256: hash.digest('hex'), headers: {} };
}

async function filesIn(below: string): Promise<string[]> {
  const found = await readdir(below, { recursive: true, withFileTypes: true });
  return found
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(below, path.join(entry.parentPath, entry.name)));
}

/** Names that no case gives: those of files on their way. */
const isTemporary = (name: string) => /(^|\/)\.|\.(part|tmp|slipway)|~$/.test(name);

const ways: Way[] = [
  { title: 'password', options: () => ({ ...withoutKey, password: sshd.password }) },
  { title: 'an RSA key in PEM', options: () => ({ private_key: sshd.keys.rsaPem }) },
  {
    title: 'a key with a passphrase',
    options: () => ({ private_key: sshd.keys.encrypted, passphrase: sshd.passphrase }),
  },
  { title: 'the right fingerprint', options: () => ({ host_key_fingerprint: sshd.fingerprint }) },
  { title: 'a port in letters', options: () => ({ port: `${sshd.port}` }) },
  { title: 'a name', options: () => ({ host: 'localhost' }) },
];

const headers: HeaderCase[] = [
  {
    title: 'what OpenSSH’s own client reads',
    options: {},
    async check(name) {
      const batch = path.join(sshd.root, '..', 'batch');
      await writeFile(batch, `ls -l "${upload}/${name}"\n`);
      const { stdout } = await execute('sftp', [
        ...['-q', '-b', batch, '-P', `${sshd.port}`, '-i', sshd.keyFile],
        ...['-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null'],
        `${sshd.username}@${sshd.host}`,
      ]);
      // Permissions are left to the server.
      expect(stdout).toMatch(/^-rw-r--r--/m);
    },
  },
];

const at = (place: string, name: string) => ({ file: literal(`${place}/${path.basename(name)}`) });

const failures: FailureCase[] = [
  {
    title: 'the name is not found',
    prepare: () => ({ options: { host: 'nowhere.invalid' } }),
    ends: {
      code: 'TARGET_UNREACHABLE',
      says: ['nowhere.invalid', /Check the address|just now/],
      field: 'host',
    },
  },
  {
    title: 'connections are refused',
    prepare: async () => ({ options: { port: await deadPort() } }),
    ends: { code: 'TARGET_UNREACHABLE', says: [sshd.host, 'refuses connections'] },
  },
  {
    title: 'the address is not for everybody',
    prepare: () => ({ options: { host: '169.254.169.254' } }),
    ends: { code: 'EGRESS_BLOCKED', says: ['169.254.169.254', 'EGRESS_ALLOW'], field: 'host' },
  },
  {
    title: 'it is no SSH server',
    prepare: () => ({
      options: { port: Number(new URL(inject('targets').servers.nginx.url).port) },
    }),
    ends: { code: 'TARGET_UNREACHABLE', says: [sshd.host] },
  },
  {
    title: 'the password is wrong',
    prepare: () => ({ options: { ...withoutKey, password: WRONG } }),
    ends: {
      code: 'TARGET_AUTH_FAILED',
      says: [sshd.host, sshd.username, /password/],
      field: 'password',
    },
  },
  {
    title: 'the server does not know the key',
    prepare: () => ({ options: { private_key: sshd.unknownKey } }),
    ends: {
      code: 'TARGET_AUTH_FAILED',
      says: [sshd.host, sshd.username, /key/],
      field: 'private_key',
    },
  },
  {
    title: 'the key is none',
    prepare: () => ({ options: { private_key: 'marked-not-a-private-key' } }),
    ends: { code: 'TARGET_AUTH_FAILED', says: [/key/], field: 'private_key' },
  },
  {
    title: 'the passphrase is missing',
    prepare: () => ({ options: { private_key: sshd.keys.encrypted } }),
    ends: { code: 'TARGET_AUTH_FAILED', says: [/passphrase/], field: 'passphrase' },
  },
  {
    title: 'the passphrase is wrong',
    prepare: () => ({
      options: { private_key: sshd.keys.encrypted, passphrase: 'marked-wrong-passphrase' },
    }),
    ends: { code: 'TARGET_AUTH_FAILED', says: [/passphrase/], field: 'passphrase' },
  },
  {
    title: 'the server has another host key',
    prepare: () => ({ options: { host_key_fingerprint: `SHA256:${'A'.repeat(43)}` } }),
    ends: {
      code: 'HOST_KEY_MISMATCH',
      says: [sshd.host, sshd.fingerprint],
      field: 'host_key_fingerprint',
      detail: /^host key: ssh-ed25519 SHA256:\S{43}$/m,
    },
  },
  {
    title: 'the folder may not be written to',
    prepare: (name) => ({ options: at(readOnly, name) }),
    ends: { code: 'TARGET_DENIED', says: [readOnly, sshd.username], field: 'file' },
  },
  {
    title: 'the folder cannot be made',
    prepare: () => ({ options: { file: undefined, path: '/nobody/made/this' } }),
    ends: { code: 'TARGET_DENIED', says: ['/nobody', sshd.username], field: 'path' },
  },
  {
    title: 'the disk is full',
    size: 8 * MIB,
    prepare: (name) => ({ options: at(small, name) }),
    ends: { code: 'TARGET_FULL', says: [sshd.host] },
  },
  {
    title: 'the clock is 2 h off, which nobody minds here',
    clockOff: 2 * 3_600_000,
    prepare: () => ({ options: {} }),
    ends: { after: [] },
  },
];

describeTarget({
  operation: exportSftp,
  partSize: MIB,
  // One stream: what the buffers of this system hold.
  resendsAtMost: 10 * MIB,
  largeSize: 20 * MIB + 999,
  optionsFor: (name) => ({ ...options, file: literal(`${upload}/${name}`) }),
  optionsIn: (below) => ({ ...options, path: `${upload}/${below}` }),
  through: (port) => ({ port }),
  server: { port: sshd.port },
  read,
  list: async (prefix) => (await filesIn(folder)).filter((name) => name.startsWith(prefix)),
  leftovers: async () => (await filesIn(folder)).filter(isTemporary),
  headers,
  ways,
  failures,
  secrets: [
    ...[WRONG, 'marked-not-a-private-key', 'marked-wrong-passphrase'],
    ...[sshd.password ?? WRONG, sshd.passphrase],
    ...[...Object.values(sshd.keys), sshd.unknownKey].flatMap((key) =>
      key.split('\n').filter((line) => line.length > 40 && !line.startsWith('-')),
    ),
  ],
  receipt: {
    location: (name) => `sftp://${sshd.host}:${sshd.port}${upload}/${name}`,
    marks: [],
  },
  exceptions: {},
});

/** A session without a thread around it, to where `port` leads. */
async function openSession(port: number) {
  const egress = createEgress({ allow: '127.0.0.1' });
  const signal = AbortSignal.timeout(20_000);
  const target = await loadTarget(exportSftp.id);
  const session = await target.open(
    { ...options, port },
    { egress, clock: systemClock, signal, partSize: undefined },
  );
  const close = async () => {
    await session.close();
    await egress.close();
  };
  return { session, signal, close };
}

const nine = { contentType: 'text/plain', size: 9, sha256: '', createOnly: false };

it('removes what was begun over another connection when the one at hand hangs', async () => {
  const proxy = await startBreakingProxy({ port: sshd.port });
  const { session, signal, close } = await openSession(proxy.port);
  const temporary = `${upload}/.hanging.slipway-part`;
  const begun = path.join(folder, path.basename(temporary));
  try {
    await writeFile(begun, 'begun');
    // Nothing is under way, so nothing shows that it hangs until something is asked.
    proxy.stallAfter(1);
    const open = () => Promise.reject(new Error('It is not read.'));
    await session.discard(
      { ...nine, name: 'hanging', open },
      { temporary, acknowledged: 0 },
      signal,
    );
    await expect(stat(begun)).rejects.toThrow('ENOENT');
    await proxy.stalled();
  } finally {
    await close();
    await proxy.close();
    await rm(begun, { force: true });
  }
});

it('begins where its mark says, saves nothing for that, and is found there', async () => {
  const { session, signal, close } = await openSession(sshd.port);
  const name = `${upload}/marked.txt`;
  const begins = findTarget(exportSftp.id)?.firstCheckpoint?.(name, '0123456789ab');
  const begun = path.join(folder, '.marked.txt.0123456789ab.slipway-part');
  const stop = new AbortController();
  try {
    const source = new PassThrough();
    source.write('nine');
    const file = { ...nine, name, open: async () => source };
    const delivering = session.deliver(file, {
      signal: stop.signal,
      progress: () => {},
      expectSilence: () => {},
      checkpoint: undefined,
      begins,
      saveCheckpoint: () => Promise.reject(new Error('Nothing had to be saved.')),
    });
    const ended = expect(delivering).rejects.toThrow('enough');
    await vi.waitFor(() => stat(begun), { timeout: 5_000 });
    stop.abort(new Error('enough'));
    await ended;
    await stat(begun);
    await session.discard(file, begins, signal);
    await expect(stat(begun)).rejects.toThrow('ENOENT');
  } finally {
    await close();
    await rm(begun, { force: true });
  }
});
