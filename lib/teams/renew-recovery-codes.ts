import { writeAudit } from '#lib/audit/write-audit.ts';
import { Failure } from '#lib/errors.ts';
import { type AccountContext, ownEntry, type Person } from './account.ts';
import { proveIdentity } from './prove-identity.ts';
import { hashRecoveryCode, newRecoveryCodes } from './recovery-codes.ts';

/**
 * Makes new recovery codes; the old ones open nothing any more.
 * @throws Failure CONFLICT without a second factor, else like prove-identity.ts.
 */
export async function renewRecoveryCodes(
  context: AccountContext,
  person: Person,
  { proof }: { proof: string },
): Promise<{ recoveryCodes: string[] }> {
  const { db, clock } = context;
  await proveIdentity(context, person, proof);
  const recoveryCodes = newRecoveryCodes();
  await db.$transaction(async (tx) => {
    const { count } = await tx.user.updateMany({
      where: { id: person.userId, totpSince: { not: null } },
      data: { recoveryCodes: recoveryCodes.map(hashRecoveryCode) },
    });
    if (count === 0) throw new Failure('CONFLICT', 'You have no second factor any more.');
    await writeAudit(tx, { ...ownEntry(person), action: 'user.renew-recovery-codes' }, clock);
  });
  return { recoveryCodes };
}
