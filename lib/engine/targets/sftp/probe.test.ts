import ssh2, { type Session, type SFTPWrapper } from 'ssh2';
import { afterEach, expect, test } from 'vitest';
import { systemClock } from '#lib/clock.ts';
import { createEgress } from '../../egress.ts';
import { runSteps } from '../../probe/run-steps.ts';
import { describeHostKey } from './fingerprint.ts';
import { sftpProbe } from './probe.ts';
import { makeKey } from './test-key.ts';
import { startTestSshServer } from './test-ssh-server.ts';

const { STATUS_CODE: STATUS } = ssh2.utils.sftp;
const hostKey = makeKey().private;
const otherHostKey = ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 });
const egress = createEgress({ allow: '127.0.0.1' });
const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

type Request = 'OPEN' | 'WRITE' | 'RENAME' | 'REMOVE';

/** A server that keeps its files in memory; `on` may answer in its place, and then gives true. */
async function serve(on: (request: Request, sftp: SFTPWrapper, id: number) => boolean) {
  const files = new Map<string, Buffer>();
  const attributes = (size: number, mode: number) => ({
    size,
    mode,
    uid: 0,
    gid: 0,
    atime: 0,
    mtime: 0,
  });
  const answer = (sftp: SFTPWrapper) => {
    const say = (id: number, status: number = STATUS.OK) => sftp.status(id, status);
    const nameOf = (handle: Buffer) => handle.toString();
    sftp
      .on('REALPATH', (id) =>
        sftp.name(id, [{ filename: '/', longname: '/', attrs: attributes(0, 0) }]),
      )
      .on('STAT', (id, path) => {
        if (path === '/in') sftp.attrs(id, attributes(0, 0o040_755));
        else say(id, STATUS.NO_SUCH_FILE);
      })
      .on('OPEN', (id, path) => {
        if (on('OPEN', sftp, id)) return;
        files.set(path, Buffer.alloc(0));
        sftp.handle(id, Buffer.from(path));
      })
      .on('WRITE', (id, handle, _, data) => {
        if (on('WRITE', sftp, id)) return;
        files.set(nameOf(handle), Buffer.from(data));
        say(id);
      })
      .on('FSTAT', (id, handle) =>
        sftp.attrs(id, attributes(files.get(nameOf(handle))?.length ?? 0, 0o100_644)),
      )
      .on('CLOSE', (id) => say(id))
      .on('RENAME', (id, from, to) => {
        if (on('RENAME', sftp, id)) return;
        files.set(to, files.get(from) ?? Buffer.alloc(0));
        files.delete(from);
        say(id);
      })
      .on('REMOVE', (id, path) => {
        if (on('REMOVE', sftp, id)) return;
        say(id, files.delete(path) ? STATUS.OK : STATUS.NO_SUCH_FILE);
      });
  };
  const server = await startTestSshServer(
    { hostKeys: [hostKey, otherHostKey.private] },
    {
      allow: (context) =>
        context.method === 'password' ? context.accept() : context.reject(['password']),
      onSession: (accept) => void (accept() as Session).on('sftp', (open) => answer(open())),
    },
  );
  ends.push(server.stop);
  return { port: server.port, names: () => [...files.keys()] };
}

const probe = (port: number, more: Record<string, unknown> = {}) =>
  runSteps({
    probe: sftpProbe,
    options: { host: '127.0.0.1', port, username: 'u', password: 'p', path: '/in', ...more },
    name: '/in/.slipway-probe-1',
    egress,
    clock: systemClock,
    signal: new AbortController().signal,
    deadlineMs: 10_000,
    redact: (text) => text,
    onTrouble() {},
  });

const refuse = (wanted: Request) => (request: Request, sftp: SFTPWrapper, id: number) => {
  if (request !== wanted) return false;
  sftp.status(id, STATUS.PERMISSION_DENIED);
  return true;
};

test('a server that lets nobody remove files passes, and what stays is named', async () => {
  const { port, names } = await serve(refuse('REMOVE'));
  const report = await probe(port);
  expect(report.passed).toBe(true);
  expect(report.steps.at(-1)).toMatchObject({ id: 'remove', state: 'not-permitted' });
  expect(report.steps.at(-1)?.message).toContain('`/in/.slipway-probe-1` stays');
  expect(names()).toEqual(['/in/.slipway-probe-1']);
});

test('a server that renames nothing fails there, and keeps nothing', async () => {
  const { port, names } = await serve(refuse('RENAME'));
  const report = await probe(port);
  expect(report.steps.find(({ state }) => state === 'failed')).toMatchObject({
    id: 'rename',
    code: 'TARGET_DENIED',
    fields: { path: expect.anything() },
  });
  expect(names()).toEqual([]);
});

test('what was written before the connection broke off is removed over another one', async () => {
  let isFirst = true;
  const { port, names } = await serve((request, sftp) => {
    if (request !== 'RENAME' || !isFirst) return false;
    isFirst = false;
    sftp.destroy();
    return true;
  });
  const report = await probe(port);
  expect(report.steps.find(({ state }) => state === 'failed')).toMatchObject({
    id: 'rename',
    code: 'TARGET_UNREACHABLE',
  });
  expect(isFirst).toBe(false);
  expect(names()).toEqual([]);
});

test('of several host keys, the one that is trusted is told', async () => {
  const { port } = await serve(() => false);
  const [, blob = ''] = otherHostKey.public.split(' ');
  const { sha256, type } = describeHostKey(Buffer.from(blob, 'base64'));
  const first = await probe(port);
  expect(first.hostKey?.type).toBe('ssh-ed25519');
  const { passed, hostKey: shown } = await probe(port, { host_key_fingerprint: sha256 });
  expect(passed).toBe(true);
  expect(shown).toEqual({ type, fingerprint: sha256 });
});
