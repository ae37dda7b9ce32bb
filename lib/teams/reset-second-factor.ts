import { writeAudit } from '#lib/audit/write-audit.ts';
import type { Clock } from '#lib/clock.ts';
import type { Db } from '#lib/db/open.ts';
import { clearSecondFactor } from './remove-second-factor.ts';

/**
 * The way out for whoever has lost phone and recovery codes: for the command line, since whoever
 * reaches the database needs no permission of ours. `email` in lower case.
 */
export function resetSecondFactor(
  db: Db,
  clock: Clock,
  email: string,
): Promise<'removed' | 'none' | 'nobody'> {
  return db.$transaction(async (tx) => {
    const user = await tx.user.findUnique({ where: { email }, include: { memberships: true } });
    if (!user) return 'nobody';
    if (!(await clearSecondFactor(tx, user.id))) return 'none';
    const entry = {
      actor: 'command line',
      action: 'user.reset-second-factor' as const,
      subject: user.id,
    };
    for (const { teamId } of user.memberships) await writeAudit(tx, { ...entry, teamId }, clock);
    return 'removed';
  });
}
