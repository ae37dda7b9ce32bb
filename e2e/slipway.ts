import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test as base, expect, type Page } from '@playwright/test';
import { copyTemplate } from '#lib/db/open-test-db.ts';

const ROOT = path.resolve(import.meta.dirname, '..');

export const OWNER = { email: 'owner@example.com', password: 'correct horse battery staple' };
export const API_KEY = 'slipway-e2e-key-0123456789abcdef';
const WITH_OWNER = {
  OWNER_EMAIL: OWNER.email,
  OWNER_PASSWORD: OWNER.password,
  BOOTSTRAP_API_KEY: API_KEY,
};

export type Slipway = {
  url: string;
  /** While no owner exists. */
  setupUrl: string | undefined;
  dataDir: string;
  pid: number;
  /** What it has printed so far. */
  log(): string;
  /** SIGTERM. @returns the exit code. */
  stop(): Promise<number | null>;
  kill9(): Promise<void>;
  /** The same data folder, a new process. */
  restart(): Promise<Slipway>;
  remove(): Promise<void>;
};

/** Starts the built server on a free port with a data folder of its own. */
export async function startSlipway(
  env: Record<string, string> = {},
  dataDir?: string,
): Promise<Slipway> {
  const dir = dataDir ?? (await mkdtemp(path.join(tmpdir(), 'slipway-e2e-')));
  // Making the tables takes seconds; first-request.spec.ts starts with none.
  if (!dataDir && !env.DATABASE_URL && !env.DATA_DIR) await copyTemplate(dir);
  const server = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', path.join(ROOT, 'server.ts')],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        // Not the whole shell: a setting of its own there must not reach a test.
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        TMPDIR: process.env.TMPDIR,
        NODE_ENV: 'production',
        NEXT_TELEMETRY_DISABLED: '1',
        PORT: '0',
        HOST: '127.0.0.1',
        DATA_DIR: dir,
        LOG_LEVEL: 'warn',
        ...env,
      },
    },
  );
  // A run that breaks off takes its servers along.
  const endWithUs = () => server.kill('SIGKILL');
  process.once('exit', endWithUs);
  server.once('exit', () => process.off('exit', endWithUs));
  let printed = '';
  const url = await new Promise<string>((resolve, reject) => {
    const take = (text: Buffer) => {
      printed += text;
      const ready = /Slipway is ready at (\S+)/.exec(printed);
      if (ready?.[1]) resolve(ready[1]);
    };
    server.stdout.on('data', take);
    server.stderr.on('data', take);
    server.once('exit', (code) => reject(new Error(`The server ended with ${code}:\n${printed}`)));
    setTimeout(
      () => reject(new Error(`The server was not ready in 60 s:\n${printed}`)),
      60_000,
    ).unref();
  });
  return {
    url,
    setupUrl: /Set it up at (\S+)/.exec(printed)?.[1],
    dataDir: dir,
    pid: server.pid ?? 0,
    log: () => printed,
    stop: () => end(server, 'SIGTERM'),
    async kill9() {
      await end(server, 'SIGKILL');
    },
    restart: () => startSlipway(env, dir),
    async remove() {
      await end(server, 'SIGTERM');
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function end(server: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (server.exitCode !== null || server.signalCode !== null) return server.exitCode;
  const ended = new Promise<number | null>((resolve) => server.once('exit', resolve));
  server.kill(signal);
  return ended;
}

export async function signIn(
  page: Page,
  url: string,
  who: { email: string; password: string } = OWNER,
): Promise<void> {
  await page.goto(`${url}/sign-in`);
  await page.getByLabel('Email').fill(who.email);
  await page.getByRole('textbox', { name: 'Password' }).fill(who.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(/\/exports/);
}

/** A call to the v2 API with the key that may do everything. */
export async function api(slipway: Slipway, method: string, where: string, body?: unknown) {
  const response = await fetch(`${slipway.url}${where}`, {
    method,
    headers: { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, data: text ? JSON.parse(text).data : undefined };
}

export const test = base.extend<{ signedIn: Page }, { slipway: Slipway }>({
  slipway: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures a fixture needs from this pattern
    async ({}, use) => {
      const slipway = await startSlipway({
        ...WITH_OWNER,
        STORIES: '1',
        EGRESS_ALLOW: '127.0.0.0/8',
      });
      await use(slipway);
      await slipway.remove();
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  signedIn: async ({ page, slipway }, use) => {
    await signIn(page, slipway.url);
    await use(page);
  },
});

export { expect, WITH_OWNER };
