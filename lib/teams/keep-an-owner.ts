import type { DbTx } from '#lib/db/open.ts';
import { Failure } from '#lib/errors.ts';
import type { Role } from './permissions.ts';

/**
 * Holds back the last owner. The team is locked: see lock-team.ts.
 * @throws Failure CONFLICT when nobody but this owner is one.
 */
export async function keepAnOwner(
  tx: DbTx,
  { teamId, userId, role }: { teamId: string; userId: string; role: Role },
): Promise<void> {
  if (role !== 'owner') return;
  const where = { teamId, role: 'owner', userId: { not: userId } };
  if (await tx.membership.findFirst({ where, select: { userId: true } })) return;
  const message = 'A team needs an owner. Make somebody else owner first.';
  throw new Failure('CONFLICT', message);
}
