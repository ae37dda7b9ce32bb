import type { Clock } from '#lib/clock.ts';
import type { DbTx } from '#lib/db/open.ts';
import { getRole, type Role } from './permissions.ts';
import type { SessionClaims } from './session-claims.ts';

export type Member = {
  userId: string;
  sessionId: string;
  email: string;
  name: string;
  teamId: string;
  teamName: string;
  role: Role;
};

/** Milliseconds between two notes that a session is in use. */
const SEEN_EVERY = 5 * 60_000;

/** Who a session stands for today. Undefined once it has ended, or the person has left its team. */
export async function findMember(
  db: DbTx,
  clock: Clock,
  { userId, sessionId }: SessionClaims,
): Promise<Member | undefined> {
  const now = clock.now();
  const session = await db.session.findUnique({
    where: { id: sessionId, userId, expiresAt: { gt: now } },
    select: {
      teamId: true,
      lastSeenAt: true,
      user: {
        select: {
          email: true,
          name: true,
          memberships: { select: { teamId: true, role: true } },
        },
      },
      team: { select: { name: true } },
    },
  });
  const membership = session?.user.memberships.find(({ teamId }) => teamId === session.teamId);
  if (!session || !membership) return undefined;
  if (now.getTime() - session.lastSeenAt.getTime() > SEEN_EVERY)
    // Many, so that a session that ends at this moment is no error.
    await db.session.updateMany({ where: { id: sessionId }, data: { lastSeenAt: now } });
  const { email, name } = session.user;
  const { teamId, team } = session;
  const role = getRole(membership.role);
  return { userId, sessionId, email, name, teamId, teamName: team.name, role };
}
