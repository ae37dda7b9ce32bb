import type { Clock } from '#lib/clock.ts';
import type { DbTx } from '#lib/db/open.ts';
import type { AuditAction } from './action-words.ts';

export type AuditDetail = Record<string, string | number | boolean | string[]>;

export type AuditEntry = {
  teamId: string;
  /** The person; undefined when the installation itself did it. */
  actorId?: string | undefined;
  /** How the person was called at the time: outlives the account. */
  actor: string;
  /** `export.create`, `user.change-password`: the thing and the verb. */
  action: AuditAction;
  /** Id of what it was done to. */
  subject: string;
  /** Names of changed fields and ids; never a value of a secret. */
  detail?: AuditDetail | undefined;
  ip?: string | undefined;
};

/** Writes what happened. `tx` is the transaction that makes it happen, so that neither is without the other. */
export async function writeAudit(tx: DbTx, entry: AuditEntry, clock: Clock): Promise<void> {
  const { teamId, actor, action, subject } = entry;
  await tx.auditEntry.create({
    data: {
      teamId,
      actorId: entry.actorId ?? null,
      actor,
      action,
      subject,
      detail: entry.detail ?? {},
      ip: entry.ip ?? null,
      createdAt: clock.now(),
    },
  });
}
