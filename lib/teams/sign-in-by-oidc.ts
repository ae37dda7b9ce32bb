import { writeAudit } from '#lib/audit/write-audit.ts';
import type { Clock } from '#lib/clock.ts';
import type { Db, DbTx } from '#lib/db/open.ts';
import { Failure } from '#lib/errors.ts';
import { ownEntry } from './account.ts';
import { beginSession } from './begin-session.ts';
import { findPlace, type Place } from './find-place.ts';
import type { OidcIdentity } from './oidc-identity.ts';
import type { OidcRules } from './oidc-rules.ts';
import type { SessionClaims } from './session-claims.ts';

/** Any number that nothing else in this database locks. */
const LOCK = 7_341_077;

export type Refusal =
  /** Nobody invited them, and their domain is not allowed. */
  | 'uninvited'
  /** The same, but an invitation could not be found: the provider vouches for no address. */
  | 'unverified'
  /** The address is that of somebody else at the same provider. */
  | 'taken';

type Arrival = { identity: OidcIdentity; ip?: string | undefined; userAgent?: string | undefined };
type Known = { id: string; email: string; oidcSubject: string | null };

/**
 * Lets in whom the identity provider sends. Who it is: whoever came with this subject before, else
 * whoever has the address that the provider verified; they are linked from now on. Whether they may
 * come says find-place.ts; roles are given once, at the first sign-in. A second factor is not asked
 * for: that is the provider's to do.
 *
 * Who links for the first time proves an address that whoever made the account here may never have
 * had. So the account's password, second factor and sessions end with that; owners keep theirs, for
 * the day on which the provider fails.
 */
export async function signInByOidc(
  db: Db,
  clock: Clock,
  rules: OidcRules,
  { identity, ip, userAgent }: Arrival,
): Promise<{ session: SessionClaims } | { refused: Refusal }> {
  return db.$transaction(async (tx) => {
    // Two first sign-ins of one person at the same moment would make them twice.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${LOCK})`;
    const known = await findKnown(tx, identity);
    if (known?.oidcSubject?.startsWith(`${identity.issuer} `) && !isSame(known, identity))
      return { refused: 'taken' };
    const place = await findPlace(tx, clock, rules, identity, known?.id);
    if (!place) return { refused: identity.verifiedEmail ? 'uninvited' : 'unverified' };
    const { id, email } = known ?? (await createPerson(tx, clock, identity));
    const { teamId } = place;
    const entry = ownEntry({ userId: id, teamId, email, ip });
    if (place.by !== 'membership') {
      await join(tx, clock, id, place);
      const detail = { by: place.by, role: place.role };
      await writeAudit(tx, { ...entry, action: 'team.join', subject: teamId, detail }, clock);
    }
    if (known && !isSame(known, identity)) {
      await tx.user.update({ where: { id }, data: { oidcSubject: identity.subject } });
      await takeBack(tx, id);
      const detail = { issuer: identity.issuer };
      await writeAudit(tx, { ...entry, action: 'user.link-oidc', detail }, clock);
    }
    await writeAudit(tx, { ...entry, action: 'user.sign-in', detail: { by: 'oidc' } }, clock);
    return { session: await beginSession(tx, clock, { userId: id, teamId, ip, userAgent }) };
  });
}

async function takeBack(tx: DbTx, userId: string): Promise<void> {
  const owned = await tx.membership.count({ where: { userId, role: 'owner' } });
  if (owned > 0) return;
  await tx.session.deleteMany({ where: { userId } });
  const none = { passwordHash: null, totpSecret: null, totpSince: null, recoveryCodes: [] };
  await tx.user.update({ where: { id: userId }, data: none });
}

const isSame = (known: Known, { subject }: OidcIdentity) => known.oidcSubject === subject;

async function findKnown(tx: DbTx, identity: OidcIdentity): Promise<Known | null> {
  const { subject, verifiedEmail } = identity;
  return (
    (await tx.user.findUnique({ where: { oidcSubject: subject } })) ??
    (verifiedEmail ? tx.user.findUnique({ where: { email: verifiedEmail } }) : null)
  );
}

async function createPerson(tx: DbTx, clock: Clock, identity: OidcIdentity): Promise<Known> {
  const { subject, verifiedEmail, name } = identity;
  if (!verifiedEmail) throw new Error('Nobody joins without an address.');
  return tx.user.create({
    data: { email: verifiedEmail, name, oidcSubject: subject, createdAt: clock.now() },
  });
}

async function join(
  tx: DbTx,
  clock: Clock,
  userId: string,
  place: Exclude<Place, { by: 'membership' }>,
): Promise<void> {
  const { teamId, role } = place;
  const now = clock.now();
  if (place.by === 'invitation') {
    // Somebody may have used it up, or taken it back, since it was found.
    const { count } = await tx.invitation.updateMany({
      where: { id: place.invitationId, acceptedAt: null, revokedAt: null },
      data: { acceptedAt: now, acceptedById: userId },
    });
    if (count === 0) throw new Failure('CONFLICT', 'The invitation was used a moment ago.');
  }
  await tx.membership.create({ data: { userId, teamId, role, createdAt: now } });
}
