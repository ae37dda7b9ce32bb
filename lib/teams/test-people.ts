import { createHash, randomUUID } from 'node:crypto';
import type { Clock } from '#lib/clock.ts';
import type { Db } from '#lib/db/open.ts';
import { beginSession } from './begin-session.ts';
import type { TeamContext } from './context.ts';
import type { Role } from './permissions.ts';

/** For tests: a team of the given people, each signed in. */
export async function createPeople<Name extends string>(
  prisma: Db,
  clock: Clock,
  roles: Record<Name, Role>,
): Promise<{ teamId: string } & Record<Name, TeamContext>> {
  const now = clock.now();
  const { id: teamId } = await prisma.team.create({ data: { name: 'Engines', createdAt: now } });
  const people: Partial<Record<Name, TeamContext>> = {};
  for (const name of Object.keys(roles) as Name[]) {
    const person = await createPerson(prisma, clock, name);
    people[name] = await enter(prisma, clock, { ...person, teamId, role: roles[name] });
  }
  return { teamId, ...(people as Record<Name, TeamContext>) };
}

/** Somebody with an account and no team. */
export async function createPerson(prisma: Db, clock: Clock, name: string, passwordHash = 'none') {
  const email = `${name}@example.com`;
  const data = { name, email, passwordHash, createdAt: clock.now() };
  const { id: userId } = await prisma.user.create({ data });
  return { userId, email };
}

type Entering = { userId: string; email: string; teamId: string; role: Role };

/** Makes somebody a member and signs them in. */
export async function enter(
  prisma: Db,
  clock: Clock,
  { userId, email, teamId, role }: Entering,
): Promise<TeamContext> {
  await prisma.membership.create({ data: { userId, teamId, role, createdAt: clock.now() } });
  return signInAgain({ prisma, clock, actor: { userId, email, teamId, sessionId: '' } });
}

/** Another browser of the same person. */
export async function signInAgain({ prisma, clock, actor }: TeamContext): Promise<TeamContext> {
  const { userId, teamId } = actor;
  const { sessionId } = await beginSession(prisma, clock, { userId, teamId });
  return { prisma, clock, actor: { ...actor, sessionId, ip: '192.0.2.1' } };
}

/** @returns an API key of the person in their team. */
export async function createKey({ prisma, clock, actor }: TeamContext): Promise<string> {
  const key = randomUUID();
  const hash = createHash('sha256').update(key).digest('hex');
  const { teamId, userId: createdById } = actor;
  const data = { teamId, createdById, name: 'key', hash, scopes: [], createdAt: clock.now() };
  await prisma.apiKey.create({ data });
  return key;
}

/** @param ownerId null for one of the team. @returns the id of a destination with one secret. */
export async function createDestination(
  { prisma, clock, actor }: TeamContext,
  ownerId: string | null,
): Promise<string> {
  const now = clock.now();
  const { id } = await prisma.destination.create({
    data: {
      teamId: actor.teamId,
      ownerId,
      name: 'Bucket',
      operation: 'export/s3',
      options: {},
      searchText: 'bucket',
      createdAt: now,
      updatedAt: now,
      secrets: {
        create: {
          field: 'secret_access_key',
          sealed: Buffer.from('sealed'),
          updatedAt: now,
          updatedBy: actor.email,
        },
      },
    },
  });
  return id;
}
