import { writeAudit } from '#lib/audit/write-audit.ts';
import { Failure } from '#lib/errors.ts';
import { type AccountContext, ownEntry, type Person } from './account.ts';

type Context = Pick<AccountContext, 'db' | 'clock'>;

/**
 * Ends one of one's own sessions: its cookie opens nothing from the next request on.
 * @throws Failure NOT_FOUND, also for a session of somebody else.
 */
export function endSession({ db, clock }: Context, person: Person, id: string): Promise<void> {
  return db.$transaction(async (tx) => {
    const { count } = await tx.session.deleteMany({ where: { id, userId: person.userId } });
    if (count === 0) throw new Failure('NOT_FOUND', 'This session has ended already.');
    const entry = {
      ...ownEntry(person),
      action: 'user.end-session' as const,
      detail: { session: id },
    };
    await writeAudit(tx, entry, clock);
  });
}
