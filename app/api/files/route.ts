import { readConnection, readPage } from '#components/files/file-query.ts';
import { readSearch } from '#components/search-query.ts';
import { findFiles } from '#lib/exports/find-files.ts';
import { readRoute } from '#lib/web/route.ts';

export const GET = readRoute('file.read', async (request, { viewer }) => {
  const { searchParams } = new URL(request.url);
  return findFiles(viewer, {
    connection: readConnection(searchParams.get('connection')),
    search: readSearch(searchParams.get('q')),
    page: readPage(searchParams.get('page')),
  });
});
