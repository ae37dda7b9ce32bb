import type { AuditDetail } from '#lib/audit/write-audit.ts';
import type { Clock } from '#lib/clock.ts';
import type { DbTx } from '#lib/db/open.ts';
import { revokeInvitationsBy } from './revoke-invitations-by.ts';

type Leaver = { teamId: string; userId: string; email: string };

/**
 * Takes somebody out of a team with everything that lets them in: membership, sessions, API keys,
 * invitations by them and for them. Their private destinations go, with their secrets. What they made
 * for the team stays. The team is locked: see lock-team.ts.
 * @returns how many of each, for the audit log.
 */
export async function takeOut(
  tx: DbTx,
  clock: Clock,
  { teamId, userId, email }: Leaver,
): Promise<AuditDetail> {
  const now = clock.now();
  await tx.membership.delete({ where: { userId_teamId: { userId, teamId } } });
  const sessions = await tx.session.deleteMany({ where: { teamId, userId } });
  const keys = await tx.apiKey.updateMany({
    where: { teamId, createdById: userId, revokedAt: null },
    data: { revokedAt: now },
  });
  const own = { teamId, ownerId: userId, deletedAt: null };
  await tx.destinationSecret.deleteMany({ where: { destination: own } });
  const destinations = await tx.destination.updateMany({
    where: own,
    data: { deletedAt: now, updatedAt: now, version: { increment: 1 } },
  });
  const made = await revokeInvitationsBy(tx, clock, { teamId, userId });
  const addressed = await tx.invitation.updateMany({
    where: { teamId, email, acceptedAt: null, revokedAt: null },
    data: { revokedAt: now },
  });
  return {
    sessions: sessions.count,
    api_keys: keys.count,
    destinations: destinations.count,
    invitations: made + addressed.count,
  };
}
