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

type Row = Pick<Member, 'email' | 'name' | 'teamId' | 'teamName'> & {
  role: string;
  isStale: boolean;
};

/**
 * Who a session stands for today. Undefined once it has ended, or the person has left its team.
 * One statement of our own: each page, poll and action asks this first, and Prisma would ask four.
 */
export async function findMember(
  db: DbTx,
  clock: Clock,
  { userId, sessionId }: SessionClaims,
): Promise<Member | undefined> {
  const now = clock.now();
  const stale = new Date(now.getTime() - SEEN_EVERY);
  const [row] = await db.$queryRaw<Row[]>`
    SELECT u."email", u."name", t."id" AS "teamId", t."name" AS "teamName", m."role",
      s."lastSeenAt" < ${stale}::timestamptz AS "isStale"
    FROM "Session" s
      JOIN "User" u ON u."id" = s."userId"
      JOIN "Team" t ON t."id" = s."teamId"
      JOIN "Membership" m ON m."userId" = s."userId" AND m."teamId" = s."teamId"
    WHERE s."id" = ${sessionId}::uuid AND s."userId" = ${userId}::uuid
      AND s."expiresAt" > ${now}::timestamptz`;
  if (!row) return undefined;
  const { isStale, role, ...member } = row;
  // Many, so that a session that ends at this moment is no error.
  if (isStale) await db.session.updateMany({ where: { id: sessionId }, data: { lastSeenAt: now } });
  return { userId, sessionId, ...member, role: getRole(role) };
}
