import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { testClock } from '#lib/clock.ts';
import type { OpenDb } from '#lib/db/open.ts';
import { openTestDb } from '#lib/db/open-test-db.ts';
import { acceptAsNew } from './accept-as-new.ts';
import { acceptInvitation } from './accept-invitation.ts';
import { changeRole } from './change-role.ts';
import type { TeamContext } from './context.ts';
import { findInvitation } from './find-invitation.ts';
import { createGuesses } from './guesses.ts';
import { INVITATION_LASTS, invite, MAX_OPEN_INVITATIONS } from './invite.ts';
import { leaveTeam } from './leave-team.ts';
import { listInvitations } from './list-invitations.ts';
import type { Role } from './permissions.ts';
import { removeMember } from './remove-member.ts';
import { revokeInvitation } from './revoke-invitation.ts';
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

test('each role invites up to its own', async () => {
  const { ada, bob, cyd, dan } = await team();
  for (const role of ['owner', 'admin', 'operator', 'viewer'] as const) await link(ada, role);
  for (const role of ['admin', 'operator', 'viewer'] as const) await link(bob, role);
  await expect(link(bob, 'owner')).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await expect(link(cyd, 'viewer')).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await expect(link(dan, 'viewer')).rejects.toMatchObject({ code: 'FORBIDDEN' });
  expect(await listInvitations(open.prisma, clock, ada.actor.teamId)).toHaveLength(7);
});

test('the token is long, and stands nowhere in the database', async () => {
  const { ada } = await team();
  const token = await link(ada);
  expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
  const stored = JSON.stringify([
    await open.prisma.invitation.findMany(),
    await open.prisma.auditEntry.findMany(),
  ]);
  expect(stored).not.toContain(token);
  expect(stored).toContain('"tokenHash":"');
});

test('inviting an address again makes the link before it worthless', async () => {
  const { ada, bob, teamId } = await team();
  const first = await link(ada, 'operator', 'eve@example.com');
  const second = await link(bob, 'viewer', 'eve@example.com');
  expect(await find(first)).toMatchObject({ state: 'revoked' });
  expect(await find(second)).toMatchObject({ state: 'open' });
  expect(await listInvitations(open.prisma, clock, teamId)).toMatchObject([
    { role: 'viewer', email: 'eve@example.com', createdBy: 'bob@example.com' },
  ]);
});

test('somebody in the team is not invited again', async () => {
  const { ada } = await team();
  await expect(link(ada, 'viewer', 'dan@example.com')).rejects.toMatchObject({
    code: 'INVALID_DATA',
    fields: { email: ['This person is in the team already.'] },
  });
});

test('an invitation expires after seven days', async () => {
  const { ada, teamId } = await team();
  const token = await link(ada);
  const later = testClock(new Date(clock.now().getTime() + INVITATION_LASTS - 1));
  expect(await find(token, later)).toMatchObject({ state: 'open' });
  const late = testClock(new Date(clock.now().getTime() + INVITATION_LASTS));
  expect(await find(token, late)).toMatchObject({ state: 'expired' });
  expect(await listInvitations(open.prisma, late, teamId)).toEqual([]);
  const gus = await stranger('gus');
  const accepted = acceptInvitation({ ...gus, clock: late }, token);
  await expect(accepted).rejects.toMatchObject({ code: 'GONE' });
});

test('a revoked link leads nowhere, and only its team can revoke it', async () => {
  const { ada, bob } = await team();
  const { id, token } = await invite(ada, { role: 'owner', email: undefined });
  const gus = await stranger('gus');
  await expect(revokeInvitation(gus, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(revokeInvitation(bob, id)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  expect(await find(token)).toMatchObject({ state: 'open' });
  await revokeInvitation(ada, id);
  await expect(asNew(token, 'eve')).rejects.toMatchObject({ code: 'GONE' });
  await expect(revokeInvitation(ada, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('who is removed leaves no way back behind', async () => {
  const { ada, bob } = await team();
  const back = await link(bob, 'admin');
  const addressed = await link(ada, 'admin', 'gus@example.com');
  const others = await link(ada, 'viewer');
  await removeMember(ada, bob.actor.userId);
  expect(await find(back)).toMatchObject({ state: 'revoked' });
  expect(await find(addressed)).toMatchObject({ state: 'open' });
  expect(await find(others)).toMatchObject({ state: 'open' });
});

test('who leaves takes their invitations along', async () => {
  const { bob } = await team();
  const back = await link(bob, 'admin');
  await leaveTeam(bob);
  expect(await find(back)).toMatchObject({ state: 'revoked' });
});

test('who gets a lower role can no longer give the higher one by a link made before', async () => {
  const { ada, bob } = await team();
  await changeRole(ada, { userId: bob.actor.userId, role: 'owner' });
  const owner = await link(bob, 'owner');
  const admin = await link(bob, 'admin');
  await changeRole(ada, { userId: bob.actor.userId, role: 'admin' });
  expect(await find(owner)).toMatchObject({ state: 'revoked' });
  expect(await find(admin)).toMatchObject({ state: 'open' });
  await changeRole(ada, { userId: bob.actor.userId, role: 'operator' });
  expect(await find(admin)).toMatchObject({ state: 'revoked' });
});

test('as many invitations are open as a page can list', async () => {
  const { ada, teamId } = await team();
  const { token: _, ...first } = await invite(ada, { role: 'viewer', email: undefined });
  await open.prisma.invitation.createMany({
    data: Array.from({ length: MAX_OPEN_INVITATIONS - 1 }, (_unused, index) => ({
      teamId,
      role: 'viewer',
      tokenHash: `hash ${index}`,
      createdBy: 'ada@example.com',
      createdAt: clock.now(),
      expiresAt: first.expiresAt,
    })),
  });
  await expect(link(ada)).rejects.toMatchObject({ code: 'CONFLICT' });
  await revokeInvitation(ada, first.id);
  await link(ada);
});
