import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { testClock } from '#lib/clock.ts';
import type { OpenDb } from '#lib/db/open.ts';
import { openTestDb } from '#lib/db/open-test-db.ts';
import { beginSession } from './begin-session.ts';
import { endOtherSessions } from './end-other-sessions.ts';
import { endSession } from './end-session.ts';
import { findMember } from './find-member.ts';
import { listSessions } from './list-sessions.ts';

let open: OpenDb;
let clock: ReturnType<typeof testClock>;
beforeAll(async () => {
  open = await openTestDb();
});
afterAll(() => open.close());
beforeEach(async () => {
  clock = testClock(new Date('2026-03-01T12:00:00Z'));
  await open.prisma.team.deleteMany();
  await open.prisma.user.deleteMany();
});

const context = () => ({ db: open.prisma, clock });

async function join(email: string) {
  const team = await open.prisma.team.create({ data: { name: 'Engines' } });
  const user = await open.prisma.user.create({
    data: { email, name: 'Somebody', memberships: { create: { teamId: team.id, role: 'viewer' } } },
  });
  const ids = { userId: user.id, teamId: team.id };
  const begin = (userAgent?: string) =>
    beginSession(open.prisma, clock, { ...ids, userAgent, ip: '192.0.2.1' });
  return { begin, personOf: (sessionId: string) => ({ ...ids, email, sessionId }) };
}

test('one sees one’s own sessions: this one first, then those seen last, and none that expired', async () => {
  const ada = await join('ada@example.com');
  const eve = await join('eve@example.com');
  await eve.begin();
  await ada.begin('curl/8');
  clock.advance(29 * 24 * 3_600_000);
  const here = await ada.begin('Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Firefox/133.0');
  clock.advance(60_000);
  const later = await ada.begin();
  const list = () => listSessions(context(), ada.personOf(here.sessionId));
  expect(await list()).toMatchObject({
    total: 3,
    sessions: [
      { id: here.sessionId, current: true, browser: 'Firefox on Linux', ip: '192.0.2.1' },
      { id: later.sessionId, current: false },
      { browser: 'curl', lastSeenAt: '2026-03-01T12:00:00.000Z' },
    ],
  });
  clock.advance(2 * 24 * 3_600_000);
  expect(await list()).toMatchObject({ total: 2 });
});

test('a session stands for a person in a team, notes now and then that it is in use, and expires', async () => {
  const ada = await join('ada@example.com');
  const session = await ada.begin();
  const seen = async () => {
    const found = await findMember(open.prisma, clock, session);
    const row = await open.prisma.session.findUniqueOrThrow({ where: { id: session.sessionId } });
    return { found, ago: clock.now().getTime() - row.lastSeenAt.getTime() };
  };
  clock.advance(4 * 60_000);
  const { email, teamId } = ada.personOf(session.sessionId);
  expect(await seen()).toEqual({
    found: { ...session, email, name: 'Somebody', teamId, teamName: 'Engines', role: 'viewer' },
    ago: 4 * 60_000,
  });
  clock.advance(2 * 60_000);
  expect(await seen()).toMatchObject({ found: { email }, ago: 0 });
  const stranger = { ...session, userId: (await join('eve@example.com')).personOf('').userId };
  expect(await findMember(open.prisma, clock, stranger)).toBeUndefined();
  clock.advance(31 * 24 * 3_600_000);
  expect(await findMember(open.prisma, clock, session)).toBeUndefined();
});

test('a session that is ended opens nothing at the next request', async () => {
  const ada = await join('ada@example.com');
  const here = await ada.begin();
  const there = await ada.begin();
  await endSession(context(), ada.personOf(here.sessionId), there.sessionId);
  expect(await findMember(open.prisma, clock, there)).toBeUndefined();
  expect(await findMember(open.prisma, clock, here)).toBeDefined();
  const audit = await open.prisma.auditEntry.findMany();
  expect(audit).toMatchObject([
    { action: 'user.end-session', actor: 'ada@example.com', detail: { session: there.sessionId } },
  ]);
});

test('sessions of others are not found, and stay', async () => {
  const ada = await join('ada@example.com');
  const eve = await join('eve@example.com');
  const theirs = await ada.begin();
  const person = eve.personOf((await eve.begin()).sessionId);
  await expect(endSession(context(), person, theirs.sessionId)).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
  expect(await endOtherSessions(context(), person)).toBe(0);
  expect(await findMember(open.prisma, clock, theirs)).toBeDefined();
  expect(await open.prisma.auditEntry.count()).toBe(0);
});

test('all others are ended at once, and this one goes on', async () => {
  const ada = await join('ada@example.com');
  const others = [await ada.begin(), await ada.begin()];
  const here = await ada.begin();
  expect(await endOtherSessions(context(), ada.personOf(here.sessionId))).toBe(2);
  for (const other of others) expect(await findMember(open.prisma, clock, other)).toBeUndefined();
  expect(await findMember(open.prisma, clock, here)).toBeDefined();
  const audit = await open.prisma.auditEntry.findMany();
  expect(audit).toMatchObject([{ action: 'user.end-sessions', detail: { count: 2 } }]);
});

test('the list stays short, however many sessions there are', async () => {
  const ada = await join('ada@example.com');
  for (let index = 0; index < 60; index++) await ada.begin();
  const here = await ada.begin();
  const { sessions, total } = await listSessions(context(), ada.personOf(here.sessionId));
  expect(sessions).toHaveLength(50);
  expect(total).toBe(61);
});
