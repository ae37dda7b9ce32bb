import type { AccountContext, Person } from './account.ts';
import { describeUserAgent } from './describe-user-agent.ts';

/** Shown at most: whoever has more ends them all at once rather than reads them. */
const SHOWN = 50;

export type ListedSession = {
  id: string;
  /** `Firefox on Linux`. */
  browser: string;
  ip: string | null;
  /** ISO 8601. */
  createdAt: string;
  /** ISO 8601, to some five minutes. */
  lastSeenAt: string;
  /** The session that asks. */
  current: boolean;
};

/** Where a person is signed in: this session first, then those seen last. */
export async function listSessions(
  { db, clock }: Pick<AccountContext, 'db' | 'clock'>,
  { userId, sessionId }: Pick<Person, 'userId' | 'sessionId'>,
): Promise<{ sessions: ListedSession[]; total: number }> {
  const where = { userId, expiresAt: { gt: clock.now() } };
  const [own, others, total] = await Promise.all([
    db.session.findMany({ where: { ...where, id: sessionId } }),
    db.session.findMany({
      where: { ...where, id: { not: sessionId } },
      orderBy: [{ lastSeenAt: 'desc' }, { id: 'asc' }],
      take: SHOWN - 1,
    }),
    db.session.count({ where }),
  ]);
  const sessions = [...own, ...others].map(({ id, userAgent, ip, createdAt, lastSeenAt }) => ({
    id,
    browser: describeUserAgent(userAgent),
    ip,
    createdAt: createdAt.toISOString(),
    lastSeenAt: lastSeenAt.toISOString(),
    current: id === sessionId,
  }));
  return { sessions, total };
}
