/** The list of destinations at 5,000 entries, and what sealing and opening a secret costs. */
import { randomBytes } from 'node:crypto';
import { openDb } from '#lib/db/open.ts';
import { tendTables } from '#lib/db/tend.ts';
import { listDestinations } from '#lib/destinations/list-destinations.ts';
import { listUsable } from '#lib/destinations/list-usable.ts';
import { toMasterKey } from '#lib/vault/master-key.ts';
import { seal, unseal } from '#lib/vault/seal.ts';
import { OWNER, signIn, startSlipway, WITH_OWNER } from '../e2e/slipway.ts';
import { launchChromium } from './browser/launch-chromium.ts';
import { seedDestinations } from './seed/destinations.ts';

const ROWS = 5_000;
const RUNS = 60;

const p95 = (times: number[]) =>
  times.sort((a, b) => a - b)[Math.ceil(times.length * 0.95) - 1] ?? Number.NaN;

async function measure(run: () => unknown, runs = RUNS): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < runs; i++) {
    const began = performance.now();
    await run();
    times.push(performance.now() - began);
  }
  return p95(times);
}
const tell = (what: string, ms: number, target: number) =>
  console.log(`${what}: ${ms.toFixed(ms < 1 ? 3 : 1)} ms (target < ${target})`);

// A first start makes the team.
const first = await startSlipway(WITH_OWNER);
await first.stop();
const db = await openDb({ dataDir: first.dataDir });
try {
  const { prisma } = db;
  const { id: teamId } = await prisma.team.findFirstOrThrow();
  const { id: userId } = await prisma.user.findFirstOrThrow();
  await seedDestinations(prisma, { teamId, userId }, ROWS);
  await tendTables(prisma);

  const person = { teamId, userId, email: OWNER.email };
  for (const role of ['owner', 'operator', 'viewer'] as const) {
    const context = { prisma, actor: { ...person, role }, clock: { now: () => new Date() } };
    const list = (wanted: Parameters<typeof listDestinations>[1]) => () =>
      listDestinations(context, wanted);
    tell(`destinations, first page, ${role}, p95`, await measure(list({})), 80);
    for (const text of ['invoice', 'server 4321', 'zzzqqq', 'zq', 'a'])
      tell(`destinations, “${text}”, ${role}, p95`, await measure(list({ text })), 80);
    let cursor: string | undefined;
    const deeper = async () => {
      cursor = (await listDestinations(context, { cursor })).nextCursor ?? undefined;
    };
    tell(`destinations, page by page, ${role}, p95`, await measure(deeper, 110), 80);
    tell(`destinations to export with, ${role}, p95`, await measure(() => listUsable(context)), 80);
  }
} finally {
  await db.close();
}

const master = toMasterKey([randomBytes(32).toString('base64')]);
const belongs = { team: 'team', record: 'record', field: 'private_key' };
const secret = randomBytes(2_400).toString('base64');
const sealed = seal(master, secret, belongs);
tell('sealing a private key, p95', await measure(() => seal(master, secret, belongs), 2_000), 1);
tell('opening it, p95', await measure(() => unseal(master, sealed, belongs), 2_000), 1);

const slipway = await first.restart();
try {
  const cookie = await signInForCookie(slipway.url);
  const get = (path: string) => async () => {
    const answer = await fetch(`${slipway.url}${path}`, { headers: { cookie } });
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    await answer.text();
  };
  // The first answers of a process compile what makes them.
  for (let i = 0; i < 20; i++) await get('/destinations')();
  for (const path of ['/destinations', '/destinations?q=invoice', '/destinations?q=zq'])
    tell(`${path}, whole answer, p95`, await measure(get(path)), 80);
} finally {
  await slipway.remove();
}

/** Signs in as a person does, and takes the cookie along. */
async function signInForCookie(url: string): Promise<string> {
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await signIn(page, url);
    const cookies = await page.context().cookies();
    return cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  } finally {
    await browser.close();
  }
}
