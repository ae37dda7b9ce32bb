import { writeAudit } from '#lib/audit/write-audit.ts';
import type { Clock } from '#lib/clock.ts';
import type { Db } from '#lib/db/open.ts';
import { Failure } from '#lib/errors.ts';
import { addressKey } from './address-key.ts';
import { beginSession } from './begin-session.ts';
import type { Guesses } from './guesses.ts';
import type { SessionClaims } from './session-claims.ts';
import { verifyPassword } from './verify-password.ts';

type Attempt = {
  email: string;
  password: string;
  ip?: string | undefined;
  userAgent?: string | undefined;
};

/**
 * Lets somebody in who knows the password. What is wrong is never said, nor shown by the time it
 * takes or by when one has to wait: an address without an account is treated like any other.
 * @throws Failure UNAUTHENTICATED, or RATE_LIMITED after too many guesses.
 */
export async function signIn(
  db: Db,
  clock: Clock,
  guesses: Guesses,
  { email, password, ip, userAgent }: Attempt,
): Promise<SessionClaims> {
  const guess = { account: email, address: addressKey(ip) };
  guesses.count(guess);
  const person = await verifyPassword(db, email, password);
  if (!person) throw new Failure('UNAUTHENTICATED', 'Email or password is wrong.');
  guesses.forgive(guess);
  const { userId, teamId } = person;
  const entry = { teamId, actorId: userId, actor: email, action: 'user.sign-in', subject: userId };
  return db.$transaction(async (tx) => {
    await writeAudit(tx, { ...entry, ip }, clock);
    return beginSession(tx, clock, { ...person, ip, userAgent });
  });
}
