import type { Clock } from '#lib/clock.ts';
import type { DbTx } from '#lib/db/open.ts';
import type { SessionClaims } from './session-claims.ts';

/** Seconds that a session lasts, counted from the sign-in. */
export const SESSION_LASTS = 30 * 24 * 60 * 60;
/** Longer than what browsers send; whoever sends more gets it cut. */
const AGENT_LENGTH = 300;

export type NewSession = {
  userId: string;
  /** The team it looks at first; the person is in it. */
  teamId: string;
  ip?: string | undefined;
  /** The header `User-Agent`, for the list of one's own sessions. */
  userAgent?: string | undefined;
};

/** Begins a session. `tx` may be the transaction of what lets the person in. */
export async function beginSession(
  tx: DbTx,
  clock: Clock,
  { userId, teamId, ip, userAgent }: NewSession,
): Promise<SessionClaims> {
  const now = clock.now();
  await tx.session.deleteMany({ where: { userId, expiresAt: { lte: now } } });
  const { id } = await tx.session.create({
    data: {
      userId,
      teamId,
      createdAt: now,
      lastSeenAt: now,
      expiresAt: new Date(now.getTime() + SESSION_LASTS * 1000),
      ip: ip ?? null,
      userAgent: userAgent?.slice(0, AGENT_LENGTH) ?? null,
    },
  });
  return { userId, sessionId: id };
}
