import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { testClock } from '#lib/clock.ts';
import type { OpenDb } from '#lib/db/open.ts';
import { openTestDb } from '#lib/db/open-test-db.ts';
import type { AuditAction } from './action-words.ts';
import { auditCsv } from './audit-csv.ts';
import { AuditFilter } from './audit-filter.ts';
import { listAudit } from './list-audit.ts';
import { writeAudit } from './write-audit.ts';

const ADA = '6f1f3c50-2a3c-4d7e-9f39-0c1f7a5b1a01';
const BOB = '6f1f3c50-2a3c-4d7e-9f39-0c1f7a5b1a02';
let open: OpenDb;
let teamId: string;
const clock = testClock(new Date('2026-03-01T12:00:00Z'));
beforeAll(async () => {
  open = await openTestDb();
});
afterAll(() => open.close());
beforeEach(async () => {
  await open.prisma.team.deleteMany();
  teamId = (await open.prisma.team.create({ data: { name: 'Team' } })).id;
});

type More = Partial<Parameters<typeof writeAudit>[1]>;

async function write(action: AuditAction, more: More = {}, at = clock) {
  const entry = { teamId, actorId: ADA, actor: 'ada@example.com', subject: 'thing-1', ...more };
  await writeAudit(open.prisma, { ...entry, action }, at);
}

const actionsOf = async (filter: AuditFilter) =>
  (await listAudit(open.prisma, { teamId, filter })).rows.map(({ action }) => action);

test('the log is narrowed by person, kind, thing and days, each alone and together', async () => {
  const clock = testClock(new Date('2026-03-01T23:59:59Z'));
  await write('export.create', { subject: 'a' }, clock);
  clock.advance(1_000);
  await write('export.delete', { subject: 'a', actorId: BOB }, clock);
  clock.advance(34 * 3_600_000);
  await write('file.upload', { subject: 'b' }, clock);
  expect(await actionsOf({})).toEqual(['file.upload', 'export.delete', 'export.create']);
  expect(await actionsOf({ thing: 'export' })).toEqual(['export.delete', 'export.create']);
  expect(await actionsOf({ person: BOB })).toEqual(['export.delete']);
  expect(await actionsOf({ subject: 'b' })).toEqual(['file.upload']);
  expect(await actionsOf({ from: '2026-03-02' })).toHaveLength(2);
  expect(await actionsOf({ from: '2026-03-02', to: '2026-03-02' })).toEqual(['export.delete']);
  expect(await actionsOf({ to: '2026-03-01' })).toEqual(['export.create']);
  expect(await actionsOf({ person: BOB, subject: 'b' })).toEqual([]);
});

test('pages follow on each other without a gap, also within one moment', async () => {
  for (let made = 0; made < 7; made++) await write('export.create', { subject: `s${made}` });
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listAudit(open.prisma, { teamId, filter: {}, cursor, take: 3 });
    seen.push(...page.rows.map(({ subject }) => subject));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect(seen).toHaveLength(7);
  expect(new Set(seen).size).toBe(7);
  const bad = listAudit(open.prisma, { teamId, filter: {}, cursor: 'rubbish' });
  await expect(bad).rejects.toMatchObject({ code: 'INVALID_DATA' });
});

test('another team’s log is not seen', async () => {
  const other = await open.prisma.team.create({ data: { name: 'Other' } });
  await write('export.create', { teamId: other.id });
  expect(await actionsOf({})).toEqual([]);
});

test('the CSV holds every row, and nothing that a spreadsheet would run', async () => {
  await write('export.create', { actor: '=HYPERLINK("https://x")', ip: '192.0.2.1' });
  for (let made = 0; made < 1_100; made++) await write('file.upload', { detail: { count: 2 } });
  let csv = '';
  for await (const part of auditCsv(open.prisma, teamId, {})) csv += part;
  const lines = csv.split('\r\n').filter(Boolean);
  expect(lines).toHaveLength(1_102);
  expect(lines[0]).toBe('time,who,action,subject,address,detail');
  expect(csv).toContain('"\'=HYPERLINK(""https://x"")",export.create,thing-1,192.0.2.1,{}');
  expect(csv).toContain('"{""count"":2}"');
});

test('what cannot be read is no filter', () => {
  const given = { person: 'x', thing: 'export%', subject: ' ', from: 'soon', to: '2026-02-30' };
  expect(AuditFilter.parse(given)).toEqual({});
});
