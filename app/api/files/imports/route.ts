import { importStates, MAX_STATES } from '#lib/exports/import-states.ts';
import { openContext } from '#lib/exports/open-context.ts';
import { readRoute } from '#lib/web/route.ts';

/** `ids`: import tasks, separated by commas. */
export const GET = readRoute('file.read', async (request, { viewer }) => {
  const ids = new URL(request.url).searchParams.get('ids')?.split(',') ?? [];
  return importStates(openContext(viewer).client, ids.slice(0, MAX_STATES));
});
