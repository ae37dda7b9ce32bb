import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { testClock } from '#lib/clock.ts';
import type { OpenDb } from '#lib/db/open.ts';
import { openTestDb } from '#lib/db/open-test-db.ts';
import { beginSession, SESSION_LASTS } from './begin-session.ts';
import { bootstrap } from './bootstrap.ts';
import { changePassword } from './change-password.ts';
import { createOwner, ownerExists } from './create-owner.ts';
import { findMember } from './find-member.ts';
import { createGuesses } from './guesses.ts';
import type { SessionClaims } from './session-claims.ts';
import { signIn } from './sign-in.ts';

const PASSWORD = 'correct horse battery';
const OWNER = { name: 'Ada', email: 'ada@example.com', team: 'Engines', password: PASSWORD };
const SETTINGS = {
  OWNER_EMAIL: 'Ops@Example.com',
  OWNER_PASSWORD: PASSWORD,
  BOOTSTRAP_API_KEY: 'a-key-of-at-least-24-characters',
};

let open: OpenDb;
const clock = testClock(new Date('2026-03-01T12:00:00Z'));
beforeAll(async () => {
  open = await openTestDb();
});
afterAll(() => open.close());
beforeEach(async () => {
  await open.prisma.team.deleteMany();
  await open.prisma.user.deleteMany();
});

async function tryToSignIn(email: string, password: string, guesses = createGuesses(clock)) {
  const attempt = { email, password, ip: '192.0.2.1' };
  const { session } = await signIn(open.prisma, clock, guesses, attempt);
  if (!session) throw new Error('A code is asked for.');
  return session;
}

async function personOf(claims: SessionClaims) {
  const member = await findMember(open.prisma, clock, claims);
  if (!member) throw new Error('The session has ended.');
  return member;
}

async function joinTeam(name: string, userId: string, role: string): Promise<string> {
  const { id } = await open.prisma.team.create({
    data: { name, createdAt: clock.now(), memberships: { create: { userId, role } } },
  });
  return id;
}

test('of many who set up at the same moment one becomes the owner', async () => {
  const tries = await Promise.allSettled(
    Array.from({ length: 5 }, (_, index) =>
      createOwner(open.prisma, clock, { ...OWNER, email: `ada${index}@example.com` }),
    ),
  );
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const result of tries) {
    if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'CONFLICT' });
  }
  expect(await open.prisma.user.count()).toBe(1);
  expect(await open.prisma.team.count()).toBe(1);
  expect(await open.prisma.membership.count({ where: { role: 'owner' } })).toBe(1);
});

test('an owner comes with a team and a line in the audit log, or with nothing at all', async () => {
  const claims = await createOwner(open.prisma, clock, { ...OWNER, ip: '192.0.2.7' });
  const audit = await open.prisma.auditEntry.findMany();
  expect(audit).toMatchObject([{ actorId: claims.userId, action: 'team.create', ip: '192.0.2.7' }]);
  const user = await open.prisma.user.findUniqueOrThrow({ where: { id: claims.userId } });
  expect(user.passwordHash).toMatch(/^\$argon2id\$/);
  expect(JSON.stringify(audit)).not.toContain(PASSWORD);
});

test('a failed setup leaves nothing behind', async () => {
  await open.prisma.user.create({ data: { ...OWNER_ROW, email: OWNER.email } });
  await expect(createOwner(open.prisma, clock, OWNER)).rejects.toThrow();
  expect(await open.prisma.team.count()).toBe(0);
  expect(await open.prisma.auditEntry.count()).toBe(0);
  expect(await ownerExists(open.prisma)).toBe(false);
});

const OWNER_ROW = { name: 'Somebody', passwordHash: 'none' };

test('the right password opens a session, a wrong one and an unknown address sound the same', async () => {
  const owner = await createOwner(open.prisma, clock, OWNER);
  expect(await tryToSignIn(OWNER.email, PASSWORD)).toMatchObject({ userId: owner.userId });
  const wrong = await tryToSignIn(OWNER.email, 'not the password').catch((error) => error);
  const unknown = await tryToSignIn('bob@example.com', PASSWORD).catch((error) => error);
  expect(wrong).toMatchObject({ code: 'UNAUTHENTICATED', message: 'Email or password is wrong.' });
  expect({ ...unknown, message: unknown.message }).toEqual({ ...wrong, message: wrong.message });
  const actions = await open.prisma.auditEntry.findMany({ where: { action: 'user.sign-in' } });
  expect(actions).toMatchObject([{ actorId: owner.userId, ip: '192.0.2.1' }]);
});

test('the same password composed differently is the same password', async () => {
  await createOwner(open.prisma, clock, { ...OWNER, password: 'Zu\u0308rich am Morgen' });
  await expect(tryToSignIn(OWNER.email, 'Z\u00fcrich am Morgen')).resolves.toBeDefined();
});

test('an unknown address takes as long as a wrong password', async () => {
  await createOwner(open.prisma, clock, OWNER);
  const known: number[] = [];
  const unknown: number[] = [];
  await timed(() => tryToSignIn('warm@example.com', 'up'));
  for (let round = 0; round < 9; round++) {
    known.push(await timed(() => tryToSignIn(OWNER.email, `wrong ${round}`)));
    unknown.push(await timed(() => tryToSignIn(`nobody${round}@example.com`, `wrong ${round}`)));
  }
  // Without a hash for nobody it would be some forty times faster; a busy machine makes up a factor of two.
  expect(median(unknown)).toBeGreaterThan(median(known) / 5);
  expect(median(unknown)).toBeLessThan(median(known) * 5);
});

async function timed(run: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await run().catch(() => undefined);
  return performance.now() - begun;
}

const median = (numbers: number[]) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;

test('guesses are counted whether or not there is such an account', async () => {
  await createOwner(open.prisma, clock, OWNER);
  for (const email of [OWNER.email, 'nobody@example.com']) {
    const guesses = createGuesses(clock);
    const codes: string[] = [];
    for (let attempt = 0; attempt < 6; attempt++) {
      const error = await tryToSignIn(email, 'wrong', guesses).catch((caught) => caught);
      codes.push(`${error.code} ${error.message}`);
    }
    expect(codes.slice(0, 5)).toEqual(Array(5).fill('UNAUTHENTICATED Email or password is wrong.'));
    expect(codes[5]).toBe('RATE_LIMITED Too many attempts. Try again in 5 s.');
  }
});

test('guesses sent at once are all counted: the right one among many does not get in', async () => {
  await createOwner(open.prisma, clock, OWNER);
  const guesses = createGuesses(clock);
  const tries = await Promise.allSettled([
    ...Array.from({ length: 10 }, () => tryToSignIn(OWNER.email, 'wrong', guesses)),
    tryToSignIn(OWNER.email, PASSWORD, guesses),
  ]);
  expect(tries.at(-1)).toMatchObject({ status: 'rejected', reason: { code: 'RATE_LIMITED' } });
});

test('a new password ends all sessions and begins one', async () => {
  const claims = await createOwner(open.prisma, clock, OWNER);
  const member = await findMember(open.prisma, clock, claims);
  expect(member).toMatchObject({ email: OWNER.email, teamName: 'Engines', role: 'owner' });
  const change = { current: PASSWORD, next: 'another fine password' };
  const person = await personOf(claims);
  const next = await changePassword(open.prisma, clock, createGuesses(clock), person, change);
  expect(await findMember(open.prisma, clock, claims)).toBeUndefined();
  expect(await findMember(open.prisma, clock, next)).toMatchObject({ userId: claims.userId });
  await expect(tryToSignIn(OWNER.email, PASSWORD)).rejects.toMatchObject({
    code: 'UNAUTHENTICATED',
  });
  expect(await tryToSignIn(OWNER.email, change.next)).toMatchObject({ userId: claims.userId });
  const rows = await open.prisma.auditEntry.findMany({ where: { action: 'user.change-password' } });
  expect(rows).toHaveLength(1);
});

test('a password is not changed without the current one, nor into itself', async () => {
  const claims = await createOwner(open.prisma, clock, OWNER);
  const change = async (current: string, next: string) =>
    changePassword(open.prisma, clock, createGuesses(clock), await personOf(claims), {
      current,
      next,
    });
  await expect(change('wrong', 'another fine password')).rejects.toMatchObject({
    code: 'INVALID_DATA',
    fields: { current_password: [expect.any(String)] },
  });
  await expect(change(PASSWORD, PASSWORD)).rejects.toMatchObject({
    fields: { new_password: [expect.any(String)] },
  });
  expect(await findMember(open.prisma, clock, claims)).toBeDefined();
  expect(await open.prisma.auditEntry.count({ where: { action: 'user.change-password' } })).toBe(0);
});

test('a session is of one team, and ends when the person leaves that', async () => {
  await createOwner(open.prisma, clock, OWNER);
  const { id: userId } = await open.prisma.user.create({
    data: { ...OWNER_ROW, email: 'eve@example.com' },
  });
  const teamId = await joinTeam('Others', userId, 'admin');
  const eve = await beginSession(open.prisma, clock, { userId, teamId });
  expect(await findMember(open.prisma, clock, eve)).toMatchObject({ teamId, role: 'admin' });
  await open.prisma.membership.deleteMany({ where: { userId } });
  expect(await findMember(open.prisma, clock, eve)).toBeUndefined();
});

test('a session ends by itself, and is nobody else’s', async () => {
  const claims = await createOwner(open.prisma, clock, OWNER);
  const { id } = await open.prisma.user.create({ data: { ...OWNER_ROW, email: 'eve@x.org' } });
  expect(await findMember(open.prisma, clock, { ...claims, userId: id })).toBeUndefined();
  const later = testClock(new Date(clock.now().getTime() + SESSION_LASTS * 1000));
  expect(await findMember(open.prisma, later, claims)).toBeUndefined();
});

test('bootstrap makes owner and key once, and leaves alone what was changed since', async () => {
  expect(await bootstrap(open.prisma, clock, {} as typeof SETTINGS)).toBe(false);
  expect(await bootstrap(open.prisma, clock, SETTINGS)).toBe(true);
  const [key] = await open.prisma.apiKey.findMany();
  expect(key).toMatchObject({ hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(key?.scopes).toHaveLength(6);
  expect(await open.prisma.session.count()).toBe(0);
  const claims = await tryToSignIn('ops@example.com', PASSWORD);
  const person = await personOf(claims);
  const change = { current: PASSWORD, next: 'another fine password' };
  await changePassword(open.prisma, clock, createGuesses(clock), person, change);
  await open.prisma.apiKey.updateMany({ data: { revokedAt: clock.now() } });

  expect(await bootstrap(open.prisma, clock, SETTINGS)).toBe(true);
  expect(await bootstrap(open.prisma, clock, { ...SETTINGS, OWNER_EMAIL: 'x@example.com' })).toBe(
    true,
  );
  expect(await open.prisma.user.count()).toBe(1);
  expect(await open.prisma.apiKey.findMany()).toMatchObject([{ revokedAt: clock.now() }]);
  await expect(tryToSignIn('ops@example.com', change.next)).resolves.toBeDefined();
  const actions = (await open.prisma.auditEntry.findMany()).map(({ action }) => action);
  expect(actions.filter((action) => action === 'api-key.create')).toHaveLength(1);
  expect(actions.filter((action) => action === 'team.create')).toHaveLength(1);
});

test('two processes that start at once make one owner and one key', async () => {
  const starts = await Promise.all([1, 2, 3].map(() => bootstrap(open.prisma, clock, SETTINGS)));
  expect(starts).toEqual([true, true, true]);
  expect(await open.prisma.user.count()).toBe(1);
  expect(await open.prisma.apiKey.count()).toBe(1);
});
