import { readConnection } from '#components/files/file-query.ts';
import { importStates, MAX_STATES } from '#lib/exports/import-states.ts';
import { openContextOf } from '#lib/exports/open-context.ts';
import { readRoute } from '#lib/web/route.ts';

/** `ids`: import tasks of one `connection`, separated by commas. */
export const GET = readRoute('file.read', async (request, { viewer }) => {
  const { searchParams } = new URL(request.url);
  const ids = searchParams.get('ids')?.split(',') ?? [];
  const connection = readConnection(searchParams.get('connection'));
  const { client } = await openContextOf(viewer, connection, 'page');
  return importStates(client, ids.slice(0, MAX_STATES));
});
