import { writeAudit } from '#lib/audit/write-audit.ts';
import type { Clock } from '#lib/clock.ts';
import type { Db } from '#lib/db/open.ts';
import { Failure } from '#lib/errors.ts';
import { ownEntry } from './account.ts';
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

/** A session, or the id of the person whose code is still missing (sign-in-with-code.ts). */
export type SignInStep =
  | { session: SessionClaims; awaitsCode?: undefined }
  | { awaitsCode: string; session?: undefined };

/**
 * Lets somebody in who knows the password, as far as that goes. What is wrong is never said, nor shown by the time it
 * takes or by when one has to wait: an address without an account is treated like any other.
 * @throws Failure UNAUTHENTICATED, or RATE_LIMITED after too many guesses.
 */
export async function signIn(
  db: Db,
  clock: Clock,
  guesses: Guesses,
  { email, password, ip, userAgent }: Attempt,
): Promise<SignInStep> {
  const guess = { account: email, address: addressKey(ip) };
  guesses.count(guess);
  const person = await verifyPassword(db, email, password);
  if (!person) throw new Failure('UNAUTHENTICATED', 'Email or password is wrong.');
  guesses.forgive(guess);
  const { userId, teamId, hasSecondFactor } = person;
  if (hasSecondFactor) return { awaitsCode: userId };
  const entry = { ...ownEntry({ userId, teamId, email, ip }), action: 'user.sign-in' as const };
  return db.$transaction(async (tx) => {
    await writeAudit(tx, { ...entry, detail: { by: 'password' } }, clock);
    return { session: await beginSession(tx, clock, { userId, teamId, ip, userAgent }) };
  });
}
