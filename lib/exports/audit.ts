import type { AuditAction } from '#lib/audit/action-words.ts';
import { writeAudit } from '#lib/audit/write-audit.ts';
import type { DbTx } from '#lib/db/open.ts';
import type { ExportContext } from './context.ts';

/** Writes what the actor did, in the transaction that does it. `detail` holds no secret. */
export async function audit(
  { actor, clock }: ExportContext,
  tx: DbTx,
  action: AuditAction,
  subject: string,
  detail: Record<string, string | number | boolean> = {},
): Promise<void> {
  const { teamId, userId, email, ip } = actor;
  await writeAudit(
    tx,
    { teamId, actorId: userId, actor: email, action, subject, detail, ...(ip ? { ip } : {}) },
    clock,
  );
}
