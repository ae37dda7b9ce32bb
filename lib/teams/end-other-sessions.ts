import { writeAudit } from '#lib/audit/write-audit.ts';
import { type AccountContext, ownEntry, type Person } from './account.ts';

type Context = Pick<AccountContext, 'db' | 'clock'>;

/** Ends all of one's own sessions but the one that asks. @returns how many. */
export function endOtherSessions({ db, clock }: Context, person: Person): Promise<number> {
  const { userId, sessionId } = person;
  return db.$transaction(async (tx) => {
    const { count } = await tx.session.deleteMany({ where: { userId, id: { not: sessionId } } });
    if (count === 0) return 0;
    const entry = { ...ownEntry(person), action: 'user.end-sessions' as const, detail: { count } };
    await writeAudit(tx, entry, clock);
    return count;
  });
}
