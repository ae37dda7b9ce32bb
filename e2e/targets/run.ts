import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const FOLDER = 'slipway-targets-';
/** Milliseconds. */
const START_WITHIN = 120_000;
const STOP_WITHIN = 5_000;

export const isRoot = process.getuid?.() === 0;

/** What a server is started with; `stop` ends all that was started through it. */
export type Run = {
  /** Everything that the servers write is below it. */
  dir: string;
  /** Makes a folder below `dir`. */
  folder(name: string): Promise<string>;
  /** A port on which nobody listens, given to nobody else in this run. */
  port(): Promise<number>;
  /** Runs a command to its end and gives what it printed. @throws Error with what it complained of. */
  command(file: string, args: readonly string[], options?: CommandOptions): Promise<string>;
  /** Starts a server and waits until `ready`. @throws Error with the end of its log. */
  serve(name: string, file: string, args: readonly string[], options: ServeOptions): Promise<void>;
  /** Called by `stop`, for what runs inside this process. */
  onStop(end: () => Promise<void>): void;
  stop(): Promise<void>;
};

type CommandOptions = { env?: Record<string, string>; cwd?: string };
type ServeOptions = CommandOptions & {
  ready: () => Promise<boolean>;
  /** What it gets when this process is killed, for one that TERM alone does not end. */
  lastSignal?: 'TERM' | 'KILL';
};

export async function openRun(): Promise<Run> {
  removeLeftovers();
  const dir = await mkdtemp(path.join(tmpdir(), `${FOLDER}${process.pid}-`));
  const servers: { child: ChildProcess; pid: number }[] = [];
  const ends: (() => Promise<void>)[] = [];
  const given = new Set<number>();
  let isOver = false;

  const signalAll = (signal: NodeJS.Signals) => {
    for (const { pid } of servers) signalGroup(pid, signal);
  };
  // For ends that nobody waits for: an uncaught error, a test runner that gives up.
  const endWithUs = () => {
    signalAll('SIGKILL');
    rmSync(dir, { recursive: true, force: true });
  };
  process.once('exit', endWithUs);

  return {
    dir,
    async folder(name) {
      const folder = path.join(dir, name);
      await mkdir(folder, { recursive: true });
      return folder;
    },
    async port() {
      for (;;) {
        const port = await freePort();
        if (given.has(port)) continue;
        given.add(port);
        return port;
      }
    },
    command,
    async serve(name, file, args, { env = {}, cwd = dir, ready, lastSignal = 'TERM' }) {
      // Another server did not start, and this one would outlive the end of all.
      if (isOver) throw new Error(`${name} is not wanted any more.`);
      await mkdir(path.join(dir, 'logs'), { recursive: true });
      const logFile = path.join(dir, 'logs', `${name}.log`);
      const log = openSync(logFile, 'a');
      // The kernel ends it when this process is killed. A group of its own: Swift signals its whole
      // group, and Ctrl-C in a terminal would reach it before us.
      const child = spawn('setpriv', ['--pdeathsig', lastSignal, file, ...args], {
        cwd,
        env: { ...cleanEnv(), ...env },
        stdio: ['ignore', log, log],
        detached: true,
      });
      const failed = new Promise<never>((_, reject) => child.once('error', reject));
      failed.catch(() => {});
      if (child.pid !== undefined) servers.push({ child, pid: child.pid });
      const until = Date.now() + START_WITHIN;
      while (!(await Promise.race([ready().catch(() => false), failed]))) {
        const ended = child.exitCode !== null || child.signalCode !== null;
        if (ended || Date.now() > until) {
          const words = readFileSync(logFile, 'utf8').split('\n').slice(-15).join('\n');
          throw new Error(`${name} ${ended ? 'ended' : 'did not get ready'}:\n${words}`);
        }
        await sleep(50);
      }
    },
    onStop: (end) => void ends.push(end),
    async stop() {
      isOver = true;
      await Promise.allSettled(ends.map((end) => end()));
      signalAll('SIGTERM');
      const until = Date.now() + STOP_WITHIN;
      const isUp = ({ child }: { child: ChildProcess }) =>
        child.exitCode === null && child.signalCode === null;
      while (servers.some(isUp) && Date.now() < until) await sleep(50);
      process.off('exit', endWithUs);
      endWithUs();
    },
  };
}

const execute = promisify(execFile);

async function command(
  file: string,
  args: readonly string[],
  { env = {}, cwd }: CommandOptions = {},
): Promise<string> {
  const running = execute(file, args, {
    cwd,
    env: { ...cleanEnv(), ...env },
    timeout: START_WITHIN,
    maxBuffer: 64 << 20,
  });
  // Nothing to read: what asks questions is to end.
  running.child.stdin?.on('error', () => {}).end();
  const { stdout } = await running.catch((error: Error & { stderr?: string }) => {
    throw new Error(`${file} ${args[0] ?? ''} failed: ${error.stderr || error.message}`);
  });
  return stdout;
}

/** Servers and clients are to find the system's Python, and nobody's settings. */
export function cleanEnv(): NodeJS.ProcessEnv {
  return {
    NODE_ENV: 'test',
    PATH: '/usr/local/sbin:/usr/sbin:/sbin:/usr/bin:/bin',
    HOME: tmpdir(),
    LC_ALL: 'C.UTF-8',
    TMPDIR: tmpdir(),
  };
}

/** Below the range that the system takes ports of outgoing connections from: those come and go. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 10_000 + Math.floor(Math.random() * 22_000);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const server = createServer();
  server.once('error', () => resolve(false));
  server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  return promise;
}

/** Folders of runs whose process is gone; their servers ended with it. */
function removeLeftovers(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = name.startsWith(FOLDER) && name.slice(FOLDER.length).split('-')[0];
    if (pid && !existsSync(`/proc/${pid}`))
      rmSync(path.join(tmpdir(), name), { recursive: true, force: true });
  }
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended by itself.
  }
}

/** Whether something answers HTTP there, whatever it says. */
export async function answers(url: string): Promise<boolean> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) });
  await answer.body?.cancel();
  return answer.status < 500;
}
