import type { DbTx } from '#lib/db/open.ts';
import type { AccountContext } from './account.ts';
import { hashRecoveryCode } from './recovery-codes.ts';
import { findTotpStep, isTotpCode } from './totp.ts';
import { openTotpSecret } from './totp-secret.ts';

type Context = Pick<AccountContext, 'clock' | 'master'>;

/** Which kind of code it was; undefined when it is wrong or was used before. */
export type TakenCode = 'code' | 'recovery-code' | undefined;

/**
 * Takes a code of somebody's second factor, from the app or of the recovery codes, and uses it up:
 * of two who send the same code, one gets in. Guesses are the caller's to count.
 */
export async function takeCode(
  tx: DbTx,
  context: Context,
  userId: string,
  code: string,
): Promise<TakenCode> {
  if (isTotpCode(code)) return (await takeTotpCode(tx, context, userId, code)) ? 'code' : undefined;
  return (await takeRecoveryCode(tx, userId, code)) ? 'recovery-code' : undefined;
}

/** The code of an app alone, for where a recovery code would be wasted. */
export async function takeTotpCode(
  tx: DbTx,
  { clock, master }: Context,
  userId: string,
  code: string,
): Promise<boolean> {
  const user = await tx.user.findUnique({ where: { id: userId } });
  if (!user?.totpSecret || !user.totpSince) return false;
  const step = findTotpStep(openTotpSecret(master, userId, user.totpSecret), code, clock.now());
  if (step === undefined) return false;
  const { count } = await tx.user.updateMany({
    where: { id: userId, totpSince: { not: null }, totpStep: { lt: step } },
    data: { totpStep: step },
  });
  return count === 1;
}

async function takeRecoveryCode(tx: DbTx, userId: string, code: string): Promise<boolean> {
  const hash = hashRecoveryCode(code);
  // In one statement: whoever read the list first and wrote it back could bring another code to life.
  const count = await tx.$executeRaw`
    UPDATE "User" SET "recoveryCodes" = array_remove("recoveryCodes", ${hash})
    WHERE id = ${userId}::uuid AND "totpSince" IS NOT NULL AND ${hash} = ANY("recoveryCodes")`;
  return count === 1;
}
