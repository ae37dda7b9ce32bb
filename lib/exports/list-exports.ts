import type { Prisma } from '#lib/db/generated/client.ts';
import type { Db } from '#lib/db/open.ts';
import { decodePageCursor, encodePageCursor, encodePollCursor } from './cursor.ts';
import { describeExport, ROW_COLUMNS } from './describe-export.ts';
import { findRunning } from './find-running.ts';
import { whereText } from './search-text.ts';
import type { ExportFilter, ExportPage } from './types.ts';

export const PAGE_SIZE = 50;

type Wanted = { teamId: string; filter: ExportFilter; cursor?: string | undefined; now: Date };

/**
 * One page of a team's exports, newest first. Keyset paging: page 2,000 costs what page 1 costs,
 * and rows that arrive meanwhile shift nothing.
 *
 * @throws Failure INVALID_DATA when the cursor is not one of ours.
 */
export async function listExports(prisma: Db, wanted: Wanted): Promise<ExportPage> {
  const { teamId, filter, now } = wanted;
  const after = wanted.cursor ? decodePageCursor(wanted.cursor) : undefined;
  const found = await prisma.export.findMany({
    select: ROW_COLUMNS,
    where: {
      ...whereFilter(teamId, filter),
      ...(filter.status ? { status: filter.status } : {}),
      ...(after
        ? {
            // The first line is what an index can start from; the second settles equal times.
            createdAt: { lte: after.createdAt },
            NOT: { createdAt: after.createdAt, id: { gte: after.id } },
          }
        : {}),
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: PAGE_SIZE + 1,
  });
  const rows = found.slice(0, PAGE_SIZE);
  const last = rows.at(-1);
  return {
    rows: rows.map(describeExport),
    nextCursor: last && found.length > PAGE_SIZE ? encodePageCursor(last) : null,
    since: encodePollCursor(now, rows),
    now: now.toISOString(),
    running: await findRunning(prisma, teamId),
  };
}

/** What never changes about an export, so that a poll may be narrowed by it. */
export function whereFilter(teamId: string, filter: ExportFilter): Prisma.ExportWhereInput {
  return {
    teamId,
    ...(filter.operation ? { operation: filter.operation } : {}),
    ...(filter.person ? { createdById: filter.person } : {}),
    ...whereText(filter.text),
  };
}
