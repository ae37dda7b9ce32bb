import type { Clock } from '#lib/clock.ts';
import type { DbTx } from '#lib/db/open.ts';
import type { Role } from './permissions.ts';

type By = {
  teamId: string;
  /** Who made them. */
  userId: string;
  /** Invitations into these roles stay. */
  keep?: readonly Role[];
};

/** Revokes the open invitations that somebody made and no longer may. @returns how many. */
export async function revokeInvitationsBy(
  tx: DbTx,
  clock: Clock,
  { teamId, userId, keep = [] }: By,
): Promise<number> {
  const { count } = await tx.invitation.updateMany({
    where: {
      teamId,
      createdById: userId,
      role: { notIn: [...keep] },
      acceptedAt: null,
      revokedAt: null,
    },
    data: { revokedAt: clock.now() },
  });
  return count;
}
