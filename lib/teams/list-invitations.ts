import type { Clock } from '#lib/clock.ts';
import type { DbTx } from '#lib/db/open.ts';
import { openAt } from './invitation-state.ts';
import { MAX_OPEN_INVITATIONS, oldestOpen } from './invite.ts';
import { getRole, type Role } from './permissions.ts';

export type OpenInvitation = {
  id: string;
  role: Role;
  /** Null: whoever has the link. */
  email: string | null;
  createdBy: string;
  /** ISO 8601, as is `createdAt`. */
  expiresAt: string;
  createdAt: string;
};

/** The invitations of a team that can still be accepted, newest first; MAX_OPEN_INVITATIONS at most. */
export async function listInvitations(
  db: DbTx,
  clock: Clock,
  teamId: string,
): Promise<OpenInvitation[]> {
  const now = clock.now();
  const found = await db.invitation.findMany({
    where: { teamId, createdAt: { gt: oldestOpen(now) }, ...openAt(now) },
    orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
    take: MAX_OPEN_INVITATIONS,
  });
  return found.map(({ id, role, email, createdBy, createdAt, expiresAt }) => ({
    id,
    role: getRole(role),
    email,
    createdBy,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  }));
}
