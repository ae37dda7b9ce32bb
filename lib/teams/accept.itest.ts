import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { testClock } from '#lib/clock.ts';
import type { OpenDb } from '#lib/db/open.ts';
import { openTestDb } from '#lib/db/open-test-db.ts';
import { acceptAsNew } from './accept-as-new.ts';
import { acceptInvitation } from './accept-invitation.ts';
import type { TeamContext } from './context.ts';
import { findInvitation } from './find-invitation.ts';
import { findMember } from './find-member.ts';
import { createGuesses } from './guesses.ts';
import { hashPassword } from './hash-password.ts';
import { invite } from './invite.ts';
import type { Role } from './permissions.ts';
import { signIn } from './sign-in.ts';
import { createPeople, createPerson, enter } from './test-people.ts';

const PASSWORD = 'correct horse battery';

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

const people = <Name extends string>(roles: Record<Name, Role>) =>
  createPeople(open.prisma, clock, roles);
const team = () => people({ ada: 'owner', bob: 'admin', cyd: 'operator', dan: 'viewer' });
const link = async (by: TeamContext, role: Role = 'operator', email?: string) =>
  (await invite(by, { role, email })).token;
const find = (token: string, at = clock) => findInvitation(open.prisma, at, token);

const asNew = (token: string, name: string, given: { email?: string; password?: string } = {}) =>
  acceptAsNew(open.prisma, clock, createGuesses(clock), {
    token,
    name,
    email: given.email ?? `${name}@example.com`,
    password: given.password ?? PASSWORD,
    ip: '192.0.2.9',
  });

/** Somebody who is signed in to a team of their own. */
async function stranger(name: string): Promise<TeamContext> {
  const person = await createPerson(open.prisma, clock, name);
  const { id: teamId } = await open.prisma.team.create({ data: { name: `Team of ${name}` } });
  return enter(open.prisma, clock, { ...person, teamId, role: 'owner' });
}

test('somebody new gets an account, the membership and a session', async () => {
  const { ada, teamId } = await team();
  const token = await link(ada);
  const claims = await asNew(token, 'eve');
  if (!claims) throw new Error('There is no session.');
  expect(await findMember(open.prisma, clock, claims)).toMatchObject({
    email: 'eve@example.com',
    name: 'eve',
    teamId,
    role: 'operator',
  });
  const signedIn = signIn(open.prisma, clock, createGuesses(clock), {
    email: 'eve@example.com',
    password: PASSWORD,
  });
  expect(await signedIn).toMatchObject({ session: { userId: claims.userId } });
  expect(await find(token)).toMatchObject({ state: 'used', acceptedById: claims.userId });
  const joined = await open.prisma.auditEntry.findFirst({ where: { action: 'team.join' } });
  expect(joined).toMatchObject({ teamId, actorId: claims.userId, ip: '192.0.2.9' });
});

test('an invitation works once', async () => {
  const { ada } = await team();
  const token = await link(ada);
  await asNew(token, 'eve');
  await expect(asNew(token, 'fay')).rejects.toMatchObject({ code: 'GONE' });
  const gus = await stranger('gus');
  await expect(acceptInvitation(gus, token)).rejects.toMatchObject({ code: 'GONE' });
  expect(await open.prisma.user.count({ where: { name: 'fay' } })).toBe(0);
});

test('of those who accept at the same moment one gets in, and of the others nothing is left', async () => {
  const { ada, teamId } = await team();
  const token = await link(ada);
  const strangers = await Promise.all(['gus', 'hal', 'ivy', 'joe'].map(stranger));
  const tries = await Promise.allSettled([
    asNew(token, 'eve'),
    asNew(token, 'fay'),
    ...strangers.map((person) => acceptInvitation(person, token)),
  ]);
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const result of tries) {
    if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'GONE' });
  }
  expect(await open.prisma.membership.count({ where: { teamId } })).toBe(5);
  const homeless = await open.prisma.user.count({ where: { memberships: { none: {} } } });
  expect(homeless).toBe(0);
});

test('two who take the same address at the same moment: one gets it', async () => {
  const { ada } = await team();
  const links = [await link(ada), await link(ada)];
  const email = 'eve@example.com';
  const tries = await Promise.allSettled(links.map((token) => asNew(token, 'eve', { email })));
  expect(tries.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(tries.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { code: 'INVALID_DATA', fields: { email: [expect.any(String)] } },
  });
});

test('who is signed in joins, and their session goes on in the team', async () => {
  const { ada, teamId } = await team();
  const gus = await stranger('gus');
  await acceptInvitation(gus, await link(ada, 'viewer'));
  expect(await findMember(open.prisma, clock, gus.actor)).toMatchObject({ teamId, role: 'viewer' });
  expect(await open.prisma.membership.count({ where: { userId: gus.actor.userId } })).toBe(2);
});

test('who is in the team already neither joins again nor gets another role', async () => {
  const { ada, dan } = await team();
  const token = await link(ada, 'owner');
  await expect(acceptInvitation(dan, token)).rejects.toMatchObject({ code: 'CONFLICT' });
  expect(await findMember(open.prisma, clock, dan.actor)).toMatchObject({ role: 'viewer' });
  expect(await find(token)).toMatchObject({ state: 'open' });
});

test('an account that is in a team signs in first', async () => {
  const { ada } = await team();
  const gus = await stranger('gus');
  const token = await link(ada);
  const tried = asNew(token, 'gus', { email: gus.actor.email });
  await expect(tried).rejects.toMatchObject({
    code: 'INVALID_DATA',
    fields: { email: ['There is an account with this address. Sign in to it, then join.'] },
  });
  expect(await find(token)).toMatchObject({ state: 'open' });
});

test('an account that is in no team joins with its password, and then has to sign in', async () => {
  const { ada, teamId } = await team();
  const { userId } = await createPerson(open.prisma, clock, 'hal', await hashPassword(PASSWORD));
  const token = await link(ada);
  const wrong = asNew(token, 'hal', { password: 'not the password' });
  await expect(wrong).rejects.toMatchObject({ fields: { password: [expect.any(String)] } });
  expect(await asNew(token, 'hal')).toBeUndefined();
  expect(await open.prisma.session.count({ where: { userId } })).toBe(0);
  const row = { userId_teamId: { userId, teamId } };
  expect(await open.prisma.membership.findUnique({ where: row })).toMatchObject({
    role: 'operator',
  });
});

test('passwords of such an account are not guessed for free', async () => {
  const { ada } = await team();
  await createPerson(open.prisma, clock, 'hal', await hashPassword(PASSWORD));
  const token = await link(ada);
  const guesses = createGuesses(clock);
  const guess = (password: string) =>
    acceptAsNew(open.prisma, clock, guesses, {
      token,
      name: 'hal',
      email: 'hal@example.com',
      password,
    }).catch((error) => error);
  for (let round = 0; round < 6; round++) await guess(`not the password ${round}`);
  expect(await guess(PASSWORD)).toMatchObject({ code: 'RATE_LIMITED' });
});

test('an invitation for one address is for nobody else', async () => {
  const { ada, teamId } = await team();
  const token = await link(ada, 'operator', 'eve@example.com');
  const gus = await stranger('gus');
  await expect(acceptInvitation(gus, token)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  // Whatever address the form sends: the account gets that of the invitation.
  const claims = await asNew(token, 'eve', { email: 'mallory@example.com' });
  if (!claims) throw new Error('There is no session.');
  expect(await findMember(open.prisma, clock, claims)).toMatchObject({
    email: 'eve@example.com',
    teamId,
  });
  expect(await open.prisma.user.count({ where: { email: 'mallory@example.com' } })).toBe(0);
});

test('what was never an invitation is not found', async () => {
  expect(await find('rubbish')).toBeUndefined();
  await expect(asNew('rubbish', 'eve')).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
