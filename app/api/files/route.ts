import { readPage, readSearch } from '#components/files/file-query.ts';
import { listFiles } from '#lib/exports/list-files.ts';
import { openContext } from '#lib/exports/open-context.ts';
import { readRoute } from '#lib/web/route.ts';

export const GET = readRoute('file.read', async (request, { viewer }) => {
  const { searchParams } = new URL(request.url);
  const { client, clock } = openContext(viewer);
  const search = readSearch(searchParams.get('q'));
  return listFiles(client, { search, page: readPage(searchParams.get('page')), now: clock.now() });
});
