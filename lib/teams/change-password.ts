import { writeAudit } from '#lib/audit/write-audit.ts';
import type { Clock } from '#lib/clock.ts';
import type { Db } from '#lib/db/open.ts';
import { Failure } from '#lib/errors.ts';
import { addressKey } from './address-key.ts';
import { beginSession } from './begin-session.ts';
import type { Guesses } from './guesses.ts';
import { hashPassword, passwordMatches } from './hash-password.ts';
import type { SessionClaims } from './session-claims.ts';

type Change = { current: string; next: string };
type Person = {
  userId: string;
  teamId: string;
  email: string;
  ip?: string | undefined;
  userAgent?: string | undefined;
};

/**
 * Changes one's own password and ends all sessions of the account.
 * @returns the session that goes on.
 * @throws Failure INVALID_DATA with `current_password` or `new_password` in fields, or
 * RATE_LIMITED after too many guesses.
 */
export async function changePassword(
  db: Db,
  clock: Clock,
  guesses: Guesses,
  person: Person,
  { current, next }: Change,
): Promise<SessionClaims> {
  const { userId, teamId, email, ip, userAgent } = person;
  // Whoever finds a screen unlocked must not be able to try passwords on it.
  const guess = { account: email, address: addressKey(ip) };
  guesses.count(guess);
  const user = await db.user.findUnique({ where: { id: userId } });
  if (!(await passwordMatches(user?.passwordHash, current)) || !user) {
    throw refused('current_password', 'This is not the password you have now.');
  }
  guesses.forgive(guess);
  if (current === next) throw refused('new_password', 'The new password is the one you have.');
  const passwordHash = await hashPassword(next);
  return db.$transaction(async (tx) => {
    // Whoever changed it meanwhile knew the old password too: the first wins, nobody is told a lie.
    const { count } = await tx.user.updateMany({
      where: { id: userId, passwordHash: user.passwordHash },
      data: { passwordHash },
    });
    if (count === 0) throw new Failure('CONFLICT', 'The password was changed elsewhere just now.');
    const entry = { teamId, actorId: userId, actor: email, subject: userId, ip };
    await writeAudit(tx, { ...entry, action: 'user.change-password' }, clock);
    await tx.session.deleteMany({ where: { userId } });
    return beginSession(tx, clock, { userId, teamId, ip, userAgent });
  });
}

function refused(field: string, message: string): Failure {
  return new Failure('INVALID_DATA', message, { fields: { [field]: [message] } });
}
