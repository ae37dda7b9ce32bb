import { listUsable } from '#lib/destinations/list-usable.ts';
import { openDestinations } from '#lib/destinations/open-context.ts';
import { readRoute } from '#lib/web/route.ts';

/** Destinations to export with. `q`: any part of name, place or notes. */
export const GET = readRoute('destination.use', async (request, { viewer }) => {
  const text = new URL(request.url).searchParams.get('q')?.slice(0, 200);
  return listUsable(openDestinations(viewer), { text });
});
