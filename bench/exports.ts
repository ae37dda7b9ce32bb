/** The list of exports at 100,000 rows: its queries, its page, an idle poll, and the page's scripts. */
import { gzipSync } from 'node:zlib';
import { openDb } from '#lib/db/open.ts';
import { tendTables } from '#lib/db/tend.ts';
import { exportChanges } from '#lib/exports/export-changes.ts';
import { listExports } from '#lib/exports/list-exports.ts';
import type { ExportFilter } from '#lib/exports/types.ts';
import { signIn, startSlipway, WITH_OWNER } from '../e2e/slipway.ts';
import { launchChromium } from './browser/launch-chromium.ts';
import { seedExports } from './seed/exports.ts';

const ROWS = 100_000;
const RUNS = 40;

const p95 = (times: number[]) =>
  times.sort((a, b) => a - b)[Math.ceil(times.length * 0.95) - 1] ?? Number.NaN;

async function measure(run: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < RUNS; i++) {
    const began = performance.now();
    await run();
    times.push(performance.now() - began);
  }
  return p95(times);
}
const tell = (what: string, ms: number) =>
  console.log(`${what}: ${ms.toFixed(1)} ms (target < 80)`);

// A first start makes the team.
const first = await startSlipway(WITH_OWNER);
await first.stop();
const { dataDir } = first;
const db = await openDb({ dataDir });
const { prisma } = db;
const { id: teamId } = await prisma.team.findFirstOrThrow();
const people = await seedExports(prisma, teamId, ROWS);
// As the server does by itself.
await tendTables(prisma);

const rare = people.at(-1) ?? '';
const cases: [string, ExportFilter][] = [
  ['no filter', {}],
  ['status, rare', { status: 'error' }],
  ['status, none there', { status: 'waiting' }],
  ['operation, rare', { operation: 'export/sftp' }],
  ['operation, none there', { operation: 'export/openstack' }],
  ['person, rare', { person: rare }],
  ['text, one row', { text: 'invoice-10000-' }],
  ['text, an eighth of the rows', { text: 'invoice' }],
  ['text, nothing', { text: 'zzzqqq' }],
  ['text of two letters, nothing', { text: 'zq' }],
  ['text of one letter', { text: 'a' }],
  ['text and status', { text: 'report', status: 'error' }],
  ['text and person, nothing', { text: 'zzz', person: rare }],
  [
    'everything',
    { text: 'scan', status: 'finished', operation: 'export/url', person: people[0] ?? '' },
  ],
];

let worst = 0;
for (const [name, filter] of cases) {
  const time = await measure(() => listExports(prisma, { teamId, filter, now: new Date() }));
  worst = Math.max(worst, time);
  tell(`exports query, ${name}, p95`, time);
}
tell('exports query, worst filter, p95', worst);

let cursor: string | undefined;
const deeper = async () => {
  const found = await listExports(prisma, { teamId, filter: {}, cursor, now: new Date() });
  cursor = found.nextCursor ?? undefined;
};
tell('exports query, page by page, p95', await measure(deeper));

const { since } = await listExports(prisma, { teamId, filter: {}, now: new Date() });
const poll = () => exportChanges(prisma, { teamId, filter: {}, since, now: new Date() });
tell('exports poll, nothing changed, p95', await measure(poll));
console.log(
  `exports poll, nothing changed, body: ${JSON.stringify(await poll()).length} bytes (target < 1000)`,
);
await db.close();

const slipway = await first.restart();
const browser = await launchChromium();
try {
  const page = await browser.newPage();
  await signIn(page, slipway.url);
  const cookie = (await page.context().cookies())
    .map(({ name, value }) => `${name}=${value}`)
    .join('; ');
  // The first answers of a process compile what makes them.
  for (let i = 0; i < 20; i++) await fetch(`${slipway.url}/exports`, { headers: { cookie } });
  for (const query of ['', '?status=error', '?q=scan', '?q=zq', `?person=${rare}`]) {
    const get = async () =>
      (await fetch(`${slipway.url}/exports${query}`, { headers: { cookie } })).text();
    tell(`/exports${query.replace(rare, 'RARE')}, whole answer, p95`, await measure(get));
  }
  let bytes = 0;
  const cold = await browser.newContext({ storageState: await page.context().storageState() });
  const visit = await cold.newPage();
  const scripts: Promise<void>[] = [];
  visit.on('response', (response) => {
    if (response.request().resourceType() !== 'script') return;
    scripts.push(
      response.body().then((body) => {
        bytes += gzipSync(body).length;
      }),
    );
  });
  await visit.goto(`${slipway.url}/exports`, { waitUntil: 'load' });
  await Promise.all(scripts);
  console.log(`/exports, first-load JavaScript: ${(bytes / 1000).toFixed(0)} kB (target < 200)`);
} finally {
  await browser.close();
  await slipway.remove();
}
