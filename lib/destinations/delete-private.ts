import type { Clock } from '#lib/clock.ts';
import type { DbTx } from '#lib/db/open.ts';

/**
 * Takes the private destinations of somebody who leaves a team out of use, and erases their secrets:
 * nobody else could see them. `tx` is the transaction in which the person leaves.
 *
 * @returns how many there were.
 */
export async function deletePrivate(
  tx: DbTx,
  clock: Clock,
  { teamId, userId }: { teamId: string; userId: string },
): Promise<number> {
  const own = { teamId, ownerId: userId, deletedAt: null };
  await tx.destinationSecret.deleteMany({ where: { destination: own } });
  const { count } = await tx.destination.updateMany({
    where: own,
    data: { deletedAt: clock.now() },
  });
  return count;
}
