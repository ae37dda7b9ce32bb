import { writeAudit } from '#lib/audit/write-audit.ts';
import type { Clock } from '#lib/clock.ts';
import type { Db, DbTx } from '#lib/db/open.ts';
import { Failure } from '#lib/errors.ts';
import { beginSession } from './begin-session.ts';
import { hashPassword } from './hash-password.ts';
import type { SessionClaims } from './session-claims.ts';

export type NewOwner = {
  name: string;
  /** In lower case. */
  email: string;
  team: string;
  password: string;
  ip?: string | undefined;
  userAgent?: string | undefined;
};

/** Any number that nothing else in this database locks. */
const LOCK = 7_341_001;

export async function ownerExists(db: DbTx): Promise<boolean> {
  return (await db.membership.findFirst({ where: { role: 'owner' } })) !== null;
}

/**
 * Makes the first person with the first team.
 * @throws Failure CONFLICT when there is an owner already, also when two try at the same moment.
 */
export async function createOwner(db: Db, clock: Clock, owner: NewOwner): Promise<SessionClaims> {
  const { name, email, team, ip, userAgent } = owner;
  // Slow on purpose, so not inside the transaction.
  const passwordHash = await hashPassword(owner.password);
  return db.$transaction(async (tx) => {
    // Two who look at the same moment would both see no owner; the second waits here for the first.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${LOCK})`;
    if (await ownerExists(tx)) {
      throw new Failure('CONFLICT', 'Slipway has an owner already. Sign in instead.');
    }
    const createdAt = clock.now();
    const { id: teamId } = await tx.team.create({ data: { name: team, createdAt } });
    const user = await tx.user.create({
      data: {
        name,
        email,
        passwordHash,
        createdAt,
        memberships: { create: { teamId, role: 'owner', createdAt } },
      },
    });
    const entry = {
      teamId,
      actorId: user.id,
      actor: email,
      action: 'team.create' as const,
      subject: teamId,
    };
    await writeAudit(tx, { ...entry, detail: { role: 'owner' }, ip }, clock);
    return beginSession(tx, clock, { userId: user.id, teamId, ip, userAgent });
  });
}
