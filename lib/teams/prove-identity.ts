import { Failure } from '#lib/errors.ts';
import type { AccountContext, Person } from './account.ts';
import { addressKey } from './address-key.ts';
import { passwordMatches } from './hash-password.ts';
import { takeTotpCode } from './take-code.ts';
import { isTotpCode } from './totp.ts';

/**
 * Before a change that would lock somebody out: whoever finds a screen unlocked must not be able to
 * make it. `proof` is the password, or a code from the app; no password is as short as a code.
 * @throws Failure INVALID_DATA with `proof` in fields, or RATE_LIMITED after too many guesses.
 */
export async function proveIdentity(
  context: AccountContext,
  { userId, email, ip }: Person,
  proof: string,
): Promise<void> {
  const { db, guesses } = context;
  const isCode = isTotpCode(proof);
  const account = isCode ? codeAccount(userId) : email;
  const guess = { account, address: addressKey(ip) };
  guesses.count(guess);
  const right = isCode
    ? await takeTotpCode(db, context, userId, proof)
    : await passwordMatches(
        (await db.user.findUnique({ where: { id: userId } }))?.passwordHash,
        proof,
      );
  if (!right) {
    const message = isCode
      ? 'This code is wrong or was used before. Wait for the next one.'
      : 'This is not your password.';
    throw new Failure('INVALID_DATA', message, { fields: { proof: [message] } });
  }
  guesses.forgive(guess);
}

/** Codes are counted apart from passwords: a right password must not buy guesses at the code. */
export const codeAccount = (userId: string): string => `code of ${userId}`;
