import type { DbTx } from '#lib/db/open.ts';
import { passwordMatches } from './hash-password.ts';

export type Verified = {
  userId: string;
  /** The team joined first. */
  teamId: string;
  /** Then a password alone lets nobody in. */
  hasSecondFactor: boolean;
};

/**
 * Whom this email address and password belong to. Undefined for a wrong
 * password, an unknown address and a person without a team, in the same time.
 */
export async function verifyPassword(
  db: DbTx,
  email: string,
  password: string,
): Promise<Verified | undefined> {
  const user = await db.user.findUnique({ where: { email } });
  // Asked for also when there is no user: a query less would show.
  const membership = await db.membership.findFirst({
    where: { user: { email } },
    orderBy: [{ createdAt: 'asc' }, { teamId: 'asc' }],
  });
  const matches = await passwordMatches(user?.passwordHash, password);
  if (!user || !membership || !matches) return undefined;
  const hasSecondFactor = user.totpSince !== null;
  return { userId: user.id, teamId: membership.teamId, hasSecondFactor };
}
