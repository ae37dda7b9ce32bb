import type { AuditAction } from '#lib/audit/action-words.ts';
import { type AuditDetail, writeAudit } from '#lib/audit/write-audit.ts';
import type { DbTx } from '#lib/db/open.ts';
import type { DestinationContext } from './context.ts';

/** Writes what the actor did, in the transaction that does it. `detail` holds no value of a secret. */
export async function audit(
  { actor, clock }: Pick<DestinationContext, 'actor' | 'clock'>,
  tx: DbTx,
  action: AuditAction,
  subject: string,
  detail: AuditDetail = {},
): Promise<void> {
  const { teamId, userId, email, ip } = actor;
  await writeAudit(
    tx,
    { teamId, actorId: userId, actor: email, action, subject, detail, ...(ip ? { ip } : {}) },
    clock,
  );
}
