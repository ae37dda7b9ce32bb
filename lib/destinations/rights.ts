import type { Prisma } from '#lib/db/generated/client.ts';
import { can } from '#lib/teams/permissions.ts';
import type { DestinationActor } from './context.ts';

type Owned = { ownerId: string | null; allowedRoles: readonly string[] };

/**
 * Which destinations somebody knows of at all: their own private ones, and those of the team that their
 * role may use, or may manage. Of the rest they are not told that they exist.
 */
export function whereVisible({
  teamId,
  userId,
  role,
}: DestinationActor): Prisma.DestinationWhereInput {
  const shared: Prisma.DestinationWhereInput = can(role, 'destination.share')
    ? { ownerId: null }
    : { ownerId: null, OR: [{ allowedRoles: { isEmpty: true } }, { allowedRoles: { has: role } }] };
  return { teamId, deletedAt: null, OR: [{ ownerId: userId }, shared] };
}

/** Whether somebody who sees a destination may export with it. */
export function mayUse({ role, userId }: DestinationActor, { ownerId, allowedRoles }: Owned) {
  if (!can(role, 'destination.use')) return false;
  if (ownerId !== null) return ownerId === userId;
  return allowedRoles.length === 0 || allowedRoles.includes(role);
}

/** Whether somebody who sees a destination may change, test, copy and delete it. */
export function mayEdit({ role, userId }: DestinationActor, { ownerId }: Pick<Owned, 'ownerId'>) {
  if (ownerId === null) return can(role, 'destination.share');
  return ownerId === userId && can(role, 'destination.create');
}
