import { readFilter } from '#components/exports/filter-query.ts';
import { exportChanges } from '#lib/exports/export-changes.ts';
import { listExports } from '#lib/exports/list-exports.ts';
import { runtime } from '#lib/runtime.ts';
import { readRoute } from '#lib/web/route.ts';

/** With `since`: what changed. Without: a page, from `cursor` on. */
export const GET = readRoute('export.read', async (request, { viewer }) => {
  const { searchParams } = new URL(request.url);
  const { db, clock } = runtime();
  const filter = readFilter((name) => searchParams.get(name));
  const since = searchParams.get('since');
  const wanted = { teamId: viewer.teamId, filter, now: clock.now() };
  if (since !== null) return exportChanges(db.prisma, { ...wanted, since });
  return listExports(db.prisma, { ...wanted, cursor: searchParams.get('cursor') ?? undefined });
});
