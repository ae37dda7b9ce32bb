import { writeAudit } from '#lib/audit/write-audit.ts';
import type { DbTx } from '#lib/db/open.ts';
import { type AccountContext, ownEntry, type Person } from './account.ts';
import { proveIdentity } from './prove-identity.ts';

/**
 * Turns one's own second factor off: from now on the password is enough.
 * @throws Failure like prove-identity.ts.
 */
export async function removeSecondFactor(
  context: AccountContext,
  person: Person,
  { proof }: { proof: string },
): Promise<void> {
  const { db, clock } = context;
  await proveIdentity(context, person, proof);
  await db.$transaction(async (tx) => {
    if (!(await clearSecondFactor(tx, person.userId))) return;
    await writeAudit(tx, { ...ownEntry(person), action: 'user.remove-second-factor' }, clock);
  });
}

/** @returns whether there was one. */
export async function clearSecondFactor(tx: DbTx, userId: string): Promise<boolean> {
  const { count } = await tx.user.updateMany({
    where: { id: userId, totpSince: { not: null } },
    data: { totpSecret: null, totpSince: null, totpStep: 0, recoveryCodes: [] },
  });
  return count === 1;
}
