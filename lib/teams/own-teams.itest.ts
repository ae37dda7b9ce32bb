import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { testClock } from '#lib/clock.ts';
import type { OpenDb } from '#lib/db/open.ts';
import { openTestDb } from '#lib/db/open-test-db.ts';
import { acceptInvitation } from './accept-invitation.ts';
import { createTeam } from './create-team.ts';
import { findMember } from './find-member.ts';
import { invite } from './invite.ts';
import { listOwnTeams } from './list-own-teams.ts';
import { switchTeam } from './switch-team.ts';
import { MAX_TEAMS } from './team-limit.ts';
import { createPeople, signInAgain } from './test-people.ts';

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

const people = () => createPeople(open.prisma, clock, { ada: 'owner', dan: 'viewer' });
const memberOf = (actor: { userId: string; sessionId: string }) =>
  findMember(open.prisma, clock, actor);

test('anybody makes a team of their own, and goes on there as its owner', async () => {
  const { dan, teamId } = await people();
  const phone = await signInAgain(dan);
  const { id } = await createTeam(dan, 'Rockets');
  expect(await memberOf(dan.actor)).toMatchObject({
    teamId: id,
    teamName: 'Rockets',
    role: 'owner',
  });
  expect(await memberOf(phone.actor)).toMatchObject({ teamId, role: 'viewer' });
  expect(await listOwnTeams(open.prisma, dan.actor.userId)).toEqual([
    { id: teamId, name: 'Engines', role: 'viewer' },
    { id, name: 'Rockets', role: 'owner' },
  ]);
  expect(await open.prisma.auditEntry.findMany()).toMatchObject([
    { teamId: id, action: 'team.create', actorId: dan.actor.userId },
  ]);
});

test('a session switches to teams that the person is in, and to no other', async () => {
  const { ada, dan, teamId } = await people();
  const { id } = await createTeam(dan, 'Rockets');
  await expect(switchTeam(ada, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(await memberOf(ada.actor)).toMatchObject({ teamId });
  const there = { ...dan, actor: { ...dan.actor, teamId: id } };
  await switchTeam(there, teamId);
  expect(await memberOf(dan.actor)).toMatchObject({ teamId, role: 'viewer' });
  const told = await open.prisma.auditEntry.findMany({ where: { action: 'user.switch-team' } });
  expect(told).toMatchObject([{ teamId, actorId: dan.actor.userId }]);
});

test('one cannot be in more teams than a menu can list', async () => {
  const { ada, dan } = await people();
  const { userId } = dan.actor;
  const teams = await open.prisma.team.createManyAndReturn({
    data: Array.from({ length: MAX_TEAMS - 1 }, (_, index) => ({ name: `Team ${index}` })),
  });
  await open.prisma.membership.createMany({
    data: teams.map(({ id: teamId }) => ({ userId, teamId, role: 'viewer' })),
  });
  expect(await listOwnTeams(open.prisma, userId)).toHaveLength(MAX_TEAMS);
  await expect(createTeam(dan, 'One more')).rejects.toMatchObject({ code: 'CONFLICT' });
  const { id: teamId } = await createTeam(ada, 'Others');
  const there = { ...ada, actor: { ...ada.actor, teamId } };
  const { token } = await invite(there, { role: 'viewer', email: undefined });
  await expect(acceptInvitation(dan, token)).rejects.toMatchObject({ code: 'CONFLICT' });
});
