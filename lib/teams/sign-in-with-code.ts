import { writeAudit } from '#lib/audit/write-audit.ts';
import { Failure } from '#lib/errors.ts';
import { type AccountContext, ownEntry } from './account.ts';
import { addressKey } from './address-key.ts';
import { beginSession } from './begin-session.ts';
import { codeAccount } from './prove-identity.ts';
import type { SessionClaims } from './session-claims.ts';
import { takeCode } from './take-code.ts';

type Attempt = {
  /** Who has given the right password, a moment ago. */
  userId: string;
  /** From the app, or a recovery code. */
  code: string;
  ip?: string | undefined;
  userAgent?: string | undefined;
};

/**
 * The second step of a sign-in. A wrong code is written to the audit log: somebody has the password.
 * @throws Failure INVALID_DATA with `code` in fields, RATE_LIMITED after too many guesses, or
 * UNAUTHENTICATED when the person has left meanwhile.
 */
export async function signInWithCode(
  context: AccountContext,
  { userId, code, ip, userAgent }: Attempt,
): Promise<SessionClaims> {
  const { db, clock, guesses } = context;
  const guess = { account: codeAccount(userId), address: addressKey(ip) };
  guesses.count(guess);
  const membership = await db.membership.findFirst({
    where: { userId },
    orderBy: [{ createdAt: 'asc' }, { teamId: 'asc' }],
    include: { user: true },
  });
  if (!membership) throw new Failure('UNAUTHENTICATED', 'Sign in again.');
  const { teamId, user } = membership;
  const entry = ownEntry({ userId, teamId, email: user.email, ip });
  const session = await db.$transaction(async (tx) => {
    const by = await takeCode(tx, context, userId, code);
    const action = by ? 'user.sign-in' : 'user.refuse-code';
    await writeAudit(tx, { ...entry, action, ...(by && { detail: { by } }) }, clock);
    return by && beginSession(tx, clock, { userId, teamId, ip, userAgent });
  });
  if (!session) {
    const message = 'This code is wrong or was used before.';
    throw new Failure('INVALID_DATA', message, { fields: { code: [message] } });
  }
  guesses.forgive(guess);
  return session;
}
