import { appendFile, chmod, chown, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { userInfo } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRoot, type Run } from './run.ts';

export type Sshd = {
  host: string;
  port: number;
  username: string;
  /** As root only: whoever is not root cannot look passwords up. */
  password?: string;
  /** Private keys, as text, all known to the server. */
  keys: { ed25519: string; rsaPem: string; encrypted: string };
  passphrase: string;
  /** A key that the server does not know. */
  unknownKey: string;
  /** SHA256:… of its host key. */
  fingerprint: string;
  /** A file with `ed25519`, for the client of the command line. */
  keyFile: string;
  /** What the account sees as its root, on this machine; files go into `upload`. */
  root: string;
  folders: {
    upload: string;
    /** May be looked at only. As root only. */
    readOnly?: string;
    /** Holds 4 MiB. As root only. */
    small?: string;
  };
};

const USER = { name: 'slipway', id: 54_321, password: 'sshd-password' };
const PASSPHRASE = 'key-passphrase';

/**
 * OpenSSH's server. As root it has a user of its own, in a private mount namespace with its own
 * passwd and shadow; as anybody else it lets that user in, by key.
 */
export async function startSshd(run: Run): Promise<Sshd> {
  const dir = await run.folder('sshd');
  const root = await run.folder('sshd/root');
  const port = await run.port();
  await mkdir(path.join(root, 'upload'));
  const makeKey = async (name: string, ...args: string[]) => {
    await run.command('ssh-keygen', ['-q', '-C', name, '-f', path.join(dir, name), ...args]);
    return readFile(path.join(dir, name), 'utf8');
  };
  const plain = ['-t', 'ed25519', '-N', ''];
  await makeKey('host', ...plain);
  const unknownKey = await makeKey('unknown', ...plain);
  const keys = {
    ed25519: await makeKey('ed25519', ...plain),
    rsaPem: await makeKey('rsa', '-t', 'rsa', '-b', '3072', '-m', 'PEM', '-N', ''),
    encrypted: await makeKey('encrypted', '-t', 'ed25519', '-N', PASSPHRASE),
  };
  for (const name of ['ed25519', 'rsa', 'encrypted'])
    await appendFile(path.join(dir, 'authorized_keys'), await readFile(`${dir}/${name}.pub`));
  await writeFile(path.join(dir, 'sshd_config'), configure(dir, port));
  const listed = await run.command('ssh-keygen', ['-lf', path.join(dir, 'host.pub')]);
  const serve = isRoot ? await preparePrivateMounts(run, dir, root) : ['/usr/sbin/sshd'];
  const [file = '', ...args] = [...serve, '-D', '-e', '-f', path.join(dir, 'sshd_config')];
  await run.serve('sshd', file, args, { ready: () => listens(port) });
  const start = isRoot ? '' : root;
  return {
    host: '127.0.0.1',
    port,
    username: isRoot ? USER.name : userInfo().username,
    ...(isRoot ? { password: USER.password } : {}),
    keys,
    passphrase: PASSPHRASE,
    unknownKey,
    fingerprint: listed.split(' ')[1] ?? '',
    keyFile: path.join(dir, 'ed25519'),
    root,
    folders: {
      upload: `${start}/upload`,
      ...(isRoot ? { readOnly: '/read-only', small: '/small' } : {}),
    },
  };
}

/**
 * Sets the server up anew, as far as clients can tell: it starts again with another host key.
 * @returns the new fingerprint, once the server shows it.
 */
export async function changeHostKey(run: Run, sshd: Sshd): Promise<string> {
  const dir = path.dirname(sshd.keyFile);
  const next = path.join(dir, 'next');
  await run.command('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'host', '-f', next]);
  const fingerprint = (await run.command('ssh-keygen', ['-lf', `${next}.pub`])).split(' ')[1] ?? '';
  const key = (await readFile(`${next}.pub`, 'utf8')).split(' ')[1] ?? '';
  await rename(`${next}.pub`, path.join(dir, 'host.pub'));
  await rename(next, path.join(dir, 'host'));
  process.kill(Number(await readFile(path.join(dir, 'sshd.pid'), 'utf8')), 'SIGHUP');
  const shown = () =>
    run.command('ssh-keyscan', ['-T', '5', '-t', 'ed25519', '-p', `${sshd.port}`, sshd.host]);
  const until = Date.now() + 30_000;
  while (!(await shown().catch(() => '')).includes(key)) {
    if (Date.now() > until) throw new Error('sshd did not come back with its new host key.');
    await sleep(100);
  }
  return fingerprint;
}

function configure(dir: string, port: number): string {
  return `ListenAddress 127.0.0.1
Port ${port}
HostKey ${dir}/host
PidFile ${dir}/sshd.pid
AuthorizedKeysFile ${dir}/authorized_keys
StrictModes no
UsePAM no
KbdInteractiveAuthentication no
Subsystem sftp internal-sftp
ForceCommand internal-sftp
AllowTcpForwarding no
MaxStartups 100
LogLevel VERBOSE
PermitRootLogin no
${isRoot ? 'PasswordAuthentication yes\nChrootDirectory /srv' : 'PasswordAuthentication no'}
`;
}

/** @returns the command that becomes sshd with the files of this run over those of the machine. */
async function preparePrivateMounts(run: Run, dir: string, root: string): Promise<string[]> {
  // sshd keeps its unprivileged child there, and does not make it.
  await mkdir('/run/sshd', { recursive: true, mode: 0o755 });
  const hash = (await run.command('openssl', ['passwd', '-6', USER.password])).trim();
  const { name, id } = USER;
  const passwd = path.join(dir, 'passwd');
  const shadow = path.join(dir, 'shadow');
  await writeFile(
    passwd,
    `${await readFile('/etc/passwd')}${name}:x:${id}:${id}::/:/usr/sbin/nologin\n`,
  );
  await writeFile(shadow, `${await readFile('/etc/shadow')}${name}:${hash}:19000:0:99999:7:::\n`, {
    mode: 0o600,
  });
  await chown(path.join(root, 'upload'), id, id);
  await mkdir(path.join(root, 'read-only'));
  await mkdir(path.join(root, 'small'));
  // A server that changes its user must get through to its keys, whatever the folder's own mode.
  for (const folder of [run.dir, dir, root]) await chmod(folder, 0o755);
  const mounts = [
    `mount --bind ${passwd} /etc/passwd`,
    `mount --bind ${shadow} /etc/shadow`,
    // sshd refuses a root that has a folder above it in which everybody may write, such as /tmp.
    `mount --bind ${root} /srv`,
    `mount -t tmpfs -o size=4m,mode=1777 tmpfs /srv/small`,
  ];
  const script = [...mounts, 'exec /usr/sbin/sshd "$@"'].join(' && ');
  return ['unshare', '--mount', 'sh', '-c', script, 'sshd'];
}

function listens(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect(port, '127.0.0.1');
  socket.once('data', () => {
    resolve(true);
    socket.destroy();
  });
  socket.once('error', () => resolve(false));
  return promise;
}
