import type { AuditAction } from '#lib/audit/action-words.ts';
import { type AuditDetail, writeAudit } from '#lib/audit/write-audit.ts';
import type { DbTx } from '#lib/db/open.ts';
import type { TeamContext } from './context.ts';

/** Writes what the actor did to their team, in the transaction that does it. */
export async function audit(
  { actor, clock }: TeamContext,
  tx: DbTx,
  action: AuditAction,
  subject: string,
  detail: AuditDetail = {},
): Promise<void> {
  const { teamId, userId, email, ip } = actor;
  const entry = { teamId, actorId: userId, actor: email, action, subject, detail, ip };
  await writeAudit(tx, entry, clock);
}
