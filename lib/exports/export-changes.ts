import type { Db } from '#lib/db/open.ts';
import {
  type Change,
  compareChanges,
  decodePollCursor,
  encodePollCursor,
  SEEN_LIMIT,
  versionOf,
} from './cursor.ts';
import { describeExport, ROW_COLUMNS, type RowRecord } from './describe-export.ts';
import { findRunning } from './find-running.ts';
import { whereFilter } from './list-exports.ts';
import type { ExportChanges, ExportFilter } from './types.ts';

/** One answer carries at most this many changes; the next poll goes on from the last. */
const LIMIT = 200;
/** The name under which deletions stand in the audit log, which serves as their tombstone. */
export const DELETED = 'export.delete';

type Wanted = { teamId: string; filter: ExportFilter; since: string; now: Date };
type Told = Change & ({ row: RowRecord } | { removed: string });

/**
 * What changed since the last poll, and, save under a flood, nothing twice.
 *
 * @throws Failure INVALID_DATA when `since` is not one of ours.
 */
export async function exportChanges(prisma: Db, wanted: Wanted): Promise<ExportChanges> {
  const { teamId, filter, now } = wanted;
  const { from, seen } = decodePollCursor(wanted.since);
  const rows = await prisma.export.findMany({
    select: ROW_COLUMNS,
    where: {
      ...whereFilter(teamId, filter),
      updatedAt: { gte: from.updatedAt },
      NOT: { updatedAt: from.updatedAt, id: { lte: from.id } },
    },
    orderBy: [{ updatedAt: 'asc' }, { id: 'asc' }],
    take: LIMIT + SEEN_LIMIT,
  });
  const deletions = await prisma.auditEntry.findMany({
    select: { id: true, subject: true, createdAt: true },
    where: {
      teamId,
      action: DELETED,
      createdAt: { gte: from.updatedAt },
      NOT: { createdAt: from.updatedAt, id: { lte: from.id } },
    },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    take: LIMIT + SEEN_LIMIT,
  });
  const all: Told[] = [
    ...rows.map((row) => ({ id: row.id, updatedAt: row.updatedAt, row })),
    ...deletions.map(({ id, createdAt, subject }) => ({
      id,
      updatedAt: createdAt,
      removed: subject,
    })),
  ].sort(compareChanges);
  const old = all.filter((change) => seen.has(versionOf(change)));
  const told = all.filter((change) => !seen.has(versionOf(change))).slice(0, LIMIT);
  const last = told.length === LIMIT ? told.at(-1) : undefined;
  return {
    changed: told.flatMap((change) => ('row' in change ? [describeExport(change.row)] : [])),
    removed: told.flatMap((change) => ('removed' in change ? [change.removed] : [])),
    since: encodePollCursor(last?.updatedAt ?? now, [...old, ...told]),
    now: now.toISOString(),
    running: await findRunning(prisma, teamId),
  };
}
