import { getExport } from '#lib/exports/get-export.ts';
import { openContext } from '#lib/exports/open-context.ts';
import { readRoute } from '#lib/web/route.ts';

export const GET = readRoute<{ id: string }>('export.read', async (_request, { viewer, params }) =>
  getExport(openContext(viewer), params.id),
);
