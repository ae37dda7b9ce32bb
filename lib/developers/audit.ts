import type { AuditAction } from '#lib/audit/action-words.ts';
import { type AuditDetail, writeAudit } from '#lib/audit/write-audit.ts';
import type { DbTx } from '#lib/db/open.ts';
import type { DeveloperContext } from './context.ts';

/** Writes what the actor did, in the transaction that does it. `detail` holds no secret. */
export async function audit(
  { actor, clock }: Pick<DeveloperContext, 'actor' | 'clock'>,
  tx: DbTx,
  action: AuditAction,
  subject: string,
  detail: AuditDetail = {},
): Promise<void> {
  const { teamId, userId, called, ip } = actor;
  const entry = { teamId, actorId: userId ?? undefined, actor: called, action, subject, detail };
  await writeAudit(tx, { ...entry, ...(ip ? { ip } : {}) }, clock);
}
