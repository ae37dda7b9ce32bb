/** The list of exports at 100,000 rows: server time of its queries, and the weight of an idle poll. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openDb } from '#lib/db/open.ts';
import { tendTables } from '#lib/db/tend.ts';
import { exportChanges } from '#lib/exports/export-changes.ts';
import { listExports } from '#lib/exports/list-exports.ts';
import { searchTextOf } from '#lib/exports/search-text.ts';
import type { ExportFilter } from '#lib/exports/types.ts';

const ROWS = 100_000;
const RUNS = 40;
const dataDir = await mkdtemp(path.join(tmpdir(), 'slipway-bench-'));
const db = await openDb({ url: process.env.DATABASE_URL, dataDir });
const { prisma } = db;

const team = await prisma.team.create({ data: { name: 'Bench' } });
const people = await Promise.all(
  ['Ada', 'Grace', 'Rare'].map((name) =>
    prisma.user.create({
      data: {
        email: `${randomUUID()}@example.com`,
        name,
        passwordHash: '',
        memberships: { create: { teamId: team.id, role: 'operator' } },
      },
    }),
  ),
);
const person = (i: number) => people[i % 5_000 === 0 ? 2 : i % 2]?.id ?? null;
const words = ['invoice', 'report', 'scan', 'contract', 'photo', 'slides', 'letter', 'plan'];
const operations = ['export/url', 'export/s3', 'export/sftp'];
const start = Date.now() - ROWS * 60_000;

for (let from = 0; from < ROWS; from += 2_000) {
  await prisma.export.createMany({
    data: Array.from({ length: 2_000 }, (_, n) => {
      const i = from + n;
      const id = randomUUID();
      const word = words[i % words.length];
      const filenames = [`${word}-${i}-${(i * 7919) % 10_007}.pdf`, `${word}-${i}.txt`];
      const operation = operations[i % 100 === 0 ? 2 : i % 2] ?? '';
      const at = new Date(start + i * 60_000);
      return {
        id,
        teamId: team.id,
        createdById: person(i),
        operation,
        options: {},
        inputTaskIds: [randomUUID()],
        filenames,
        fileCount: 2,
        bytesTotal: 1_000n,
        taskId: randomUUID(),
        status: i % 1_000 === 7 ? 'error' : 'finished',
        result: filenames.map((filename) => ({ filename, size: 500 })),
        resultCount: 2,
        createdAt: at,
        endedAt: at,
        updatedAt: at,
        submissionId: randomUUID(),
        searchText: searchTextOf(id, operation, filenames),
      };
    }),
  });
}
// As the server does by itself; PostgreSQL would, a minute later.
await tendTables(prisma);

const rareFile = `invoice-${8 * 1_250}-`;
const cases: [string, ExportFilter][] = [
  ['no filter', {}],
  ['status, rare', { status: 'error' }],
  ['status, none there', { status: 'waiting' }],
  ['operation, rare', { operation: 'export/sftp' }],
  ['operation, none there', { operation: 'export/openstack' }],
  ['person, rare', { person: people[2]?.id ?? '' }],
  ['text, one row', { text: rareFile }],
  ['text, an eighth of the rows', { text: 'invoice' }],
  ['text, nothing', { text: 'zzzqqq' }],
  ['text of two letters, nothing', { text: 'zq' }],
  ['text of one letter', { text: 'a' }],
  ['text and status', { text: 'report', status: 'error' }],
  ['text and person, nothing', { text: 'zzz', person: people[2]?.id ?? '' }],
  [
    'everything',
    { text: 'scan', status: 'finished', operation: 'export/url', person: people[0]?.id ?? '' },
  ],
];

const p95 = (times: number[]) =>
  times.sort((a, b) => a - b)[Math.ceil(times.length * 0.95) - 1] ?? Number.NaN;

let worst = 0;
for (const [name, filter] of cases) {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const began = performance.now();
    await listExports(prisma, { teamId: team.id, filter, now: new Date() });
    times.push(performance.now() - began);
  }
  const time = p95(times);
  worst = Math.max(worst, time);
  console.log(`exports list, ${name}, p95: ${time.toFixed(1)} ms (target < 80)`);
}
let cursor: string | undefined;
const deep: number[] = [];
for (let page = 0; page < 60; page++) {
  const began = performance.now();
  const found = await listExports(prisma, { teamId: team.id, filter: {}, cursor, now: new Date() });
  deep.push(performance.now() - began);
  cursor = found.nextCursor ?? undefined;
}
console.log(`exports list, page by page, p95: ${p95(deep).toFixed(1)} ms (target < 80)`);
console.log(`exports list, worst filter, p95: ${worst.toFixed(1)} ms (target < 80)`);

const { since } = await listExports(prisma, { teamId: team.id, filter: {}, now: new Date() });
const polls: number[] = [];
let weight = 0;
for (let run = 0; run < RUNS; run++) {
  const began = performance.now();
  const answer = await exportChanges(prisma, {
    teamId: team.id,
    filter: {},
    since,
    now: new Date(),
  });
  polls.push(performance.now() - began);
  weight = Math.max(weight, JSON.stringify(answer).length);
}
console.log(`exports poll, nothing changed, p95: ${p95(polls).toFixed(1)} ms (target < 80)`);
console.log(`exports poll, nothing changed, body: ${weight} bytes (target < 1000)`);

if (process.argv.includes('--explain')) {
  for (const text of ['%invoice 10000 %', '%zzzqqq%', '% zq%', '%invoice%']) {
    const plan = await prisma.$queryRawUnsafe<{ 'QUERY PLAN': string }[]>(
      'EXPLAIN (ANALYZE) SELECT id FROM "Export" WHERE "teamId" = $1::uuid AND "searchText" LIKE $2 ORDER BY "createdAt" DESC, id DESC LIMIT 51',
      team.id,
      text,
    );
    console.log(`${text}\n${plan.map((line) => line['QUERY PLAN']).join('\n')}`);
  }
}
await db.close();
await rm(dataDir, { recursive: true });
