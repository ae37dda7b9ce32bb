import { writeAudit } from '#lib/audit/write-audit.ts';
import { Failure } from '#lib/errors.ts';
import { type AccountContext, ownEntry, type Person } from './account.ts';
import { addressKey } from './address-key.ts';
import { codeAccount } from './prove-identity.ts';
import { hashRecoveryCode, newRecoveryCodes } from './recovery-codes.ts';
import { findTotpStep } from './totp.ts';
import { openTotpSecret } from './totp-secret.ts';

/**
 * Turns the second factor on that was offered, once a code shows that the app has it.
 * @returns the recovery codes, which nobody can read again.
 * @throws Failure INVALID_DATA with `code` in fields; CONFLICT when nothing was offered, or when it is
 * on already; RATE_LIMITED after too many guesses.
 */
export async function enrolSecondFactor(
  { db, clock, guesses, master }: AccountContext,
  person: Person,
  { code }: { code: string },
): Promise<{ recoveryCodes: string[] }> {
  const { userId, ip } = person;
  const guess = { account: codeAccount(userId), address: addressKey(ip) };
  guesses.count(guess);
  const user = await db.user.findUnique({ where: { id: userId } });
  if (!user?.totpSecret || user.totpSince)
    throw new Failure('CONFLICT', 'This was begun elsewhere since. Close it and begin again.');
  const now = clock.now();
  const step = findTotpStep(openTotpSecret(master, userId, user.totpSecret), code, now);
  if (step === undefined) {
    const message = 'This code is wrong. Is the clock of the phone right?';
    throw new Failure('INVALID_DATA', message, { fields: { code: [message] } });
  }
  guesses.forgive(guess);
  const recoveryCodes = newRecoveryCodes();
  await db.$transaction(async (tx) => {
    const { count } = await tx.user.updateMany({
      // The very secret that the code was made with: another window may have asked for another.
      where: { id: userId, totpSince: null, totpSecret: user.totpSecret },
      data: {
        totpSince: now,
        totpStep: step,
        recoveryCodes: recoveryCodes.map(hashRecoveryCode),
      },
    });
    if (count === 0)
      throw new Failure('CONFLICT', 'This was begun elsewhere since. Close it and begin again.');
    await writeAudit(tx, { ...ownEntry(person), action: 'user.enrol-second-factor' }, clock);
  });
  return { recoveryCodes };
}
