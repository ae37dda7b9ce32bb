import type { DbTx } from '#lib/db/open.ts';

export type Account = {
  /** False for those who come through the identity provider only. */
  hasPassword: boolean;
  /** Whether the identity provider knows this account. */
  linked: boolean;
  /** Undefined while there is none. `since` is ISO 8601. */
  secondFactor: { since: string; recoveryCodesLeft: number } | undefined;
};

/** How a person signs in. */
export async function describeAccount(db: DbTx, userId: string): Promise<Account> {
  const user = await db.user.findUniqueOrThrow({ where: { id: userId } });
  const { passwordHash, oidcSubject, totpSince, recoveryCodes } = user;
  return {
    hasPassword: passwordHash !== null,
    linked: oidcSubject !== null,
    secondFactor: totpSince
      ? { since: totpSince.toISOString(), recoveryCodesLeft: recoveryCodes.length }
      : undefined,
  };
}
