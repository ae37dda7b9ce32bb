import type { Db } from '#lib/db/open.ts';
import { encodePageCursor } from '#lib/exports/cursor.ts';
import { type AuditFilter, whereAudit } from './audit-filter.ts';

export const AUDIT_PAGE = 50;

export type AuditRow = {
  id: string;
  /** ISO. */
  at: string;
  /** How the person was called at the time, or what did it. */
  actor: string;
  action: string;
  subject: string;
  /** Names of changed fields, ids, counts; never a secret. */
  detail: Record<string, unknown>;
  ip: string | null;
};

type Wanted = {
  teamId: string;
  filter: AuditFilter;
  cursor?: string | undefined;
  take?: number;
};

/**
 * One page of a team's audit log, newest first.
 *
 * @throws Failure INVALID_DATA when the cursor is not one of ours.
 */
export async function listAudit(
  prisma: Db,
  { teamId, filter, cursor, take = AUDIT_PAGE }: Wanted,
): Promise<{ rows: AuditRow[]; nextCursor: string | null }> {
  const found = await prisma.auditEntry.findMany({
    where: whereAudit(teamId, filter, cursor),
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: take + 1,
  });
  const last = found[take - 1];
  return {
    rows: found.slice(0, take).map(({ id, createdAt, actor, action, subject, detail, ip }) => ({
      id,
      at: createdAt.toISOString(),
      actor,
      action,
      subject,
      detail: (detail ?? {}) as Record<string, unknown>,
      ip,
    })),
    nextCursor: last && found.length > take ? encodePageCursor(last) : null,
  };
}
