import type { Clock } from '#lib/clock.ts';
import type { DbTx } from '#lib/db/open.ts';
import { type InvitationState, invitationState } from './invitation-state.ts';
import { hashInvitationToken } from './invitation-token.ts';
import { getRole, type Role } from './permissions.ts';

export type FoundInvitation = {
  id: string;
  state: InvitationState;
  teamId: string;
  teamName: string;
  role: Role;
  /** Only this address may accept it; null: whoever has the link. */
  email: string | null;
  createdBy: string;
  acceptedById: string | null;
};

/** What a link leads to; undefined when no invitation ever had this token. */
export async function findInvitation(
  db: DbTx,
  clock: Clock,
  token: string,
): Promise<FoundInvitation | undefined> {
  // Looked up by hash, so the time this takes tells nothing about the token.
  const found = await db.invitation.findUnique({
    where: { tokenHash: hashInvitationToken(token) },
    include: { team: { select: { name: true } } },
  });
  if (!found) return undefined;
  const { id, teamId, email, createdBy, acceptedById } = found;
  return {
    id,
    state: invitationState(found, clock.now()),
    teamId,
    teamName: found.team.name,
    role: getRole(found.role),
    email,
    createdBy,
    acceptedById,
  };
}
