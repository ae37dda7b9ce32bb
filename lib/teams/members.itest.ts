import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { findPrincipal } from '#lib/api/principal.ts';
import { testClock } from '#lib/clock.ts';
import type { OpenDb } from '#lib/db/open.ts';
import { openTestDb } from '#lib/db/open-test-db.ts';
import { changeRole } from './change-role.ts';
import type { TeamContext } from './context.ts';
import { findMember } from './find-member.ts';
import { leaveTeam } from './leave-team.ts';
import { listMembers } from './list-members.ts';
import { ROLES, type Role } from './permissions.ts';
import { removeMember } from './remove-member.ts';
import { renameTeam } from './rename-team.ts';
import {
  createDestination,
  createKey,
  createPeople,
  createPerson,
  enter,
  signInAgain,
} from './test-people.ts';

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

const ALL = { ada: 'owner', bob: 'admin', cyd: 'operator', dan: 'viewer' } as const;
const people = <Name extends string>(roles: Record<Name, Role>) =>
  createPeople(open.prisma, clock, roles);

async function roleOf({ prisma, actor }: TeamContext): Promise<string | undefined> {
  const { userId, teamId } = actor;
  const found = await prisma.membership.findUnique({
    where: { userId_teamId: { userId, teamId } },
  });
  return found?.role;
}

const isIn = async ({ actor }: TeamContext) =>
  (await findMember(open.prisma, clock, actor)) !== undefined;
const actions = async () =>
  (await open.prisma.auditEntry.findMany({ orderBy: { createdAt: 'asc' } })).map(
    ({ action }) => action,
  );
const give = (by: TeamContext, to: TeamContext, role: Role) =>
  changeRole(by, { userId: to.actor.userId, role });

test('each role may give up to its own, and change nobody higher', async () => {
  const allowed: Record<string, string[]> = {};
  for (const by of ['ada', 'bob', 'cyd', 'dan'] as const) {
    allowed[by] = [];
    for (const to of ['owner', 'admin', 'operator', 'viewer'] as const) {
      for (const role of ROLES) {
        if (role === to) continue;
        await open.prisma.team.deleteMany();
        await open.prisma.user.deleteMany();
        const team = await people({ ...ALL, eve: to, other: 'owner' });
        const done = await give(team[by], team.eve, role).then(
          () => true,
          (error) => {
            expect(error).toMatchObject({ code: 'FORBIDDEN' });
            return false;
          },
        );
        expect(await roleOf(team.eve)).toBe(done ? role : to);
        if (done) allowed[by].push(`${to} → ${role}`);
      }
    }
  }
  expect(allowed.ada).toHaveLength(12);
  expect(allowed.bob).toEqual([
    'admin → operator',
    'admin → viewer',
    'operator → admin',
    'operator → viewer',
    'viewer → admin',
    'viewer → operator',
  ]);
  expect(allowed.cyd).toEqual([]);
  expect(allowed.dan).toEqual([]);
});

test('a change of role is in the audit log, and one to the same role is not', async () => {
  const { ada, cyd } = await people(ALL);
  await give(ada, cyd, 'operator');
  expect(await open.prisma.auditEntry.count()).toBe(0);
  await give(ada, cyd, 'admin');
  expect(await open.prisma.auditEntry.findMany()).toMatchObject([
    {
      action: 'team.change-role',
      actor: 'ada@example.com',
      subject: cyd.actor.userId,
      detail: { email: 'cyd@example.com', from: 'operator', to: 'admin' },
      ip: '192.0.2.1',
    },
  ]);
  expect(await findMember(open.prisma, clock, cyd.actor)).toMatchObject({ role: 'admin' });
});

test('the last owner neither leaves nor is demoted', async () => {
  const { ada, bob } = await people({ ada: 'owner', bob: 'admin' });
  await expect(leaveTeam(ada)).rejects.toMatchObject({ code: 'CONFLICT' });
  await expect(give(ada, ada, 'viewer')).rejects.toMatchObject({ code: 'CONFLICT' });
  expect(await roleOf(ada)).toBe('owner');
  await give(ada, bob, 'owner');
  await give(ada, ada, 'viewer');
  expect(await roleOf(ada)).toBe('viewer');
});

test('of two owners who leave at the same moment one stays', async () => {
  for (let round = 0; round < 5; round++) {
    const { ada, bob, teamId } = await people({ ada: 'owner', bob: 'owner' });
    const left = await Promise.allSettled([leaveTeam(ada), leaveTeam(bob)]);
    expect(left.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await open.prisma.membership.count({ where: { teamId, role: 'owner' } })).toBe(1);
    await open.prisma.team.deleteMany();
    await open.prisma.user.deleteMany();
  }
});

test('of two owners who demote, or remove, each other at the same moment one wins', async () => {
  const demote = (by: TeamContext, to: TeamContext) => give(by, to, 'viewer');
  const remove = (by: TeamContext, to: TeamContext) => removeMember(by, to.actor.userId);
  for (const change of [demote, remove]) {
    const { ada, bob, teamId } = await people({ ada: 'owner', bob: 'owner' });
    const done = await Promise.allSettled([change(ada, bob), change(bob, ada)]);
    expect(done.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await open.prisma.membership.count({ where: { teamId, role: 'owner' } })).toBe(1);
    await open.prisma.team.deleteMany();
    await open.prisma.user.deleteMany();
  }
});

test('who is removed is out at once, with sessions, keys and private destinations', async () => {
  const { ada, cyd, teamId } = await people(ALL);
  const phone = await signInAgain(cyd);
  const key = await createKey(cyd);
  const keyOfAda = await createKey(ada);
  const own = await createDestination(cyd, cyd.actor.userId);
  const shared = await createDestination(cyd, null);
  const { userId } = cyd.actor;

  await removeMember(ada, userId);

  expect(await isIn(cyd)).toBe(false);
  expect(await isIn(phone)).toBe(false);
  expect(await isIn(ada)).toBe(true);
  expect(await findPrincipal(open.prisma, clock, `Bearer ${key}`)).toBeUndefined();
  expect(await findPrincipal(open.prisma, clock, `Bearer ${keyOfAda}`)).toBeDefined();
  const rows = await open.prisma.destination.findMany({ include: { secrets: true } });
  expect(rows.find(({ id }) => id === own)).toMatchObject({ deletedAt: clock.now(), secrets: [] });
  expect(rows.find(({ id }) => id === shared)).toMatchObject({ deletedAt: null });
  expect(rows.find(({ id }) => id === shared)?.secrets).toHaveLength(1);
  expect(await open.prisma.auditEntry.findMany()).toMatchObject([
    {
      action: 'team.remove-member',
      subject: userId,
      detail: { email: 'cyd@example.com', role: 'operator', sessions: 2, api_keys: 1 },
    },
  ]);
  // Back again: what ended stays ended.
  await open.prisma.membership.create({ data: { userId, teamId, role: 'viewer' } });
  expect(await isIn(cyd)).toBe(false);
});

test('a removal touches nothing of another team', async () => {
  const { ada, cyd } = await people(ALL);
  const { id: teamId } = await open.prisma.team.create({ data: { name: 'Others' } });
  const there = await enter(open.prisma, clock, { ...cyd.actor, teamId, role: 'admin' });
  const key = await createKey(there);
  const own = await createDestination(there, there.actor.userId);
  await removeMember(ada, cyd.actor.userId);
  expect(await isIn(there)).toBe(true);
  expect(await findPrincipal(open.prisma, clock, `Bearer ${key}`)).toBeDefined();
  const row = await open.prisma.destination.findUnique({ where: { id: own } });
  expect(row?.deletedAt).toBeNull();
});

test('who may remove whom', async () => {
  const { ada, bob, cyd, dan } = await people(ALL);
  const remove = (by: TeamContext, who: TeamContext) => removeMember(by, who.actor.userId);
  await expect(remove(bob, ada)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await expect(remove(cyd, dan)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await expect(remove(dan, cyd)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await expect(remove(ada, ada)).rejects.toMatchObject({ code: 'CONFLICT' });
  await remove(bob, dan);
  await remove(ada, bob);
  // All joined at one moment of the test's clock, so their order is that of random ids.
  const { rows } = await listMembers(open.prisma, ada.actor.teamId);
  expect(rows.map(({ name }) => name).sort()).toEqual(['ada', 'cyd']);
});

test('people of another team are not found, and not touched', async () => {
  const { ada } = await people(ALL);
  const elsewhere = await createPerson(open.prisma, clock, 'zoe');
  const { id: teamId } = await open.prisma.team.create({ data: { name: 'Others' } });
  const zoe = await enter(open.prisma, clock, { ...elsewhere, teamId, role: 'viewer' });
  await expect(give(ada, zoe, 'admin')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const removed = removeMember(ada, zoe.actor.userId);
  await expect(removed).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(await roleOf(zoe)).toBe('viewer');
  // Nor does a team let somebody act who has left it since the page was drawn.
  await expect(
    renameTeam({ ...zoe, actor: { ...zoe.actor, ...{ teamId: ada.actor.teamId } } }, 'X'),
  ).rejects.toMatchObject({ code: 'FORBIDDEN' });
});

test('who leaves goes on in another team when there is one', async () => {
  const { bob, cyd } = await people(ALL);
  const { id: teamId } = await open.prisma.team.create({ data: { name: 'Others' } });
  await open.prisma.membership.create({
    data: { userId: cyd.actor.userId, teamId, role: 'viewer' },
  });
  const phone = await signInAgain(cyd);
  expect(await leaveTeam(cyd)).toBe(true);
  expect(await findMember(open.prisma, clock, cyd.actor)).toMatchObject({ teamId, role: 'viewer' });
  expect(await isIn(phone)).toBe(false);
  expect(await leaveTeam(bob)).toBe(false);
  expect(await isIn(bob)).toBe(false);
  expect(await actions()).toEqual(['team.leave', 'team.leave']);
});

test('a team is renamed by leaders', async () => {
  const { ada, cyd } = await people(ALL);
  await renameTeam(ada, 'Rockets');
  await renameTeam(ada, 'Rockets');
  expect(await findMember(open.prisma, clock, cyd.actor)).toMatchObject({ teamName: 'Rockets' });
  expect(await actions()).toEqual(['team.rename']);
  await expect(renameTeam(cyd, 'Mine')).rejects.toMatchObject({ code: 'FORBIDDEN' });
});

test('members come a page at a time, each once, also when many joined at the same moment', async () => {
  const { ada, teamId } = await people({ ada: 'owner' });
  for (let index = 0; index < 120; index++) {
    const { userId } = await createPerson(open.prisma, clock, `person${index}`);
    const createdAt = new Date(clock.now().getTime() + (index % 3) * 1000);
    await open.prisma.membership.create({ data: { userId, teamId, role: 'viewer', createdAt } });
  }
  const seen: string[] = [];
  let after: string | undefined;
  const sizes: number[] = [];
  do {
    const page = await listMembers(open.prisma, teamId, after);
    sizes.push(page.rows.length);
    seen.push(...page.rows.map(({ userId }) => userId));
    after = page.next;
  } while (after);
  expect(sizes).toEqual([50, 50, 21]);
  expect(new Set(seen).size).toBe(121);
  expect((await listMembers(open.prisma, teamId, 'rubbish')).rows).toHaveLength(50);
  expect((await listMembers(open.prisma, ada.actor.userId)).rows).toEqual([]);
});
