import type { DbTx } from '#lib/db/open.ts';
import { getRole, type Role } from './permissions.ts';
import type { SessionClaims } from './session-claims.ts';

export type Member = {
  userId: string;
  email: string;
  name: string;
  teamId: string;
  teamName: string;
  role: Role;
};

/** Who a session stands for today. Undefined once it has ended, or the person has left the team. */
export async function findMember(db: DbTx, claims: SessionClaims): Promise<Member | undefined> {
  const { userId, teamId, epoch } = claims;
  const found = await db.membership.findUnique({
    where: { userId_teamId: { userId, teamId } },
    select: {
      role: true,
      user: { select: { email: true, name: true, sessionEpoch: true } },
      team: { select: { name: true } },
    },
  });
  if (!found || found.user.sessionEpoch !== epoch) return undefined;
  const { email, name } = found.user;
  return { userId, email, name, teamId, teamName: found.team.name, role: getRole(found.role) };
}
