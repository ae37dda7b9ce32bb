import { z } from 'zod';
import type { Prisma } from '#lib/db/generated/client.ts';
import { decodePageCursor } from '#lib/exports/cursor.ts';

const day = z.iso.date();
const optional = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);

/** What the audit log is narrowed by. What cannot be read is no filter. Days are UTC. */
export const AuditFilter = z.object({
  /** User id. */
  person: optional(z.uuid()),
  /** What stands before the dot of an action: `export`. */
  thing: optional(z.string().regex(/^[a-z-]{1,40}$/)),
  /** Id of what it was done to. */
  subject: optional(z.string().trim().min(1).max(200)),
  /** First and last day, both included. */
  from: optional(day),
  to: optional(day),
});
export type AuditFilter = z.infer<typeof AuditFilter>;

const DAY = 24 * 3_600_000;

/** @throws Failure INVALID_DATA when the cursor is not one of ours. */
export function whereAudit(
  teamId: string,
  { person, thing, subject, from, to }: AuditFilter,
  cursor?: string,
): Prisma.AuditEntryWhereInput {
  const after = cursor === undefined ? undefined : decodePageCursor(cursor);
  const before = to ? new Date(Date.parse(to) + DAY) : undefined;
  return {
    teamId,
    ...(person ? { actorId: person } : {}),
    ...(thing ? { action: { startsWith: `${thing}.` } } : {}),
    ...(subject ? { subject } : {}),
    createdAt: {
      ...(from ? { gte: new Date(from) } : {}),
      ...(before ? { lt: before } : {}),
    },
    ...(after
      ? {
          AND: {
            createdAt: { lte: after.createdAt },
            NOT: { createdAt: after.createdAt, id: { gte: after.id } },
          },
        }
      : {}),
  };
}
