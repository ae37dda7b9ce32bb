import { encode } from 'uqr';
import { writeAudit } from '#lib/audit/write-audit.ts';
import { Failure } from '#lib/errors.ts';
import { type AccountContext, ownEntry, type Person } from './account.ts';
import { proveIdentity } from './prove-identity.ts';
import { newTotpSecret, totpAddress } from './totp.ts';
import { sealTotpSecret } from './totp-secret.ts';

/** Modules of white around a QR code, which readers need to find it. */
const BORDER = 4;

export type OfferedFactor = {
  /** In base32, in groups of four, for those who type it. */
  secret: string;
  /** A QR code for an SVG: the length of a side, and the path of its dark modules. */
  qr: { size: number; path: string };
};

/**
 * Makes the secret of a second factor and shows it, this once. It counts for nothing until a code
 * made with it comes back (enrol-second-factor.ts); until then, asking again makes another one.
 * @throws Failure CONFLICT when there is one already, else like prove-identity.ts.
 */
export async function offerSecondFactor(
  context: AccountContext,
  person: Person,
  { proof }: { proof: string },
): Promise<OfferedFactor> {
  const { db, clock, master } = context;
  const { userId, email } = person;
  await proveIdentity(context, person, proof);
  const secret = newTotpSecret();
  await db.$transaction(async (tx) => {
    const { count } = await tx.user.updateMany({
      where: { id: userId, totpSince: null },
      data: { totpSecret: sealTotpSecret(master, userId, secret) },
    });
    if (count === 0) throw new Failure('CONFLICT', 'You have a second factor already.');
    await writeAudit(tx, { ...ownEntry(person), action: 'user.offer-second-factor' }, clock);
  });
  const { size, data } = encode(totpAddress(secret, email), { border: BORDER, ecc: 'M' });
  const path = data
    .flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')))
    .join('');
  return { secret: secret.replace(/(.{4})(?=.)/g, '$1 '), qr: { size, path } };
}
