import { runtime } from '#lib/runtime.ts';
import { readRoute } from '#lib/web/route.ts';

/** Seconds: long enough to follow the redirect and to read on, too short to hand around. */
const VALID_FOR = 300;

/** Leads to the bytes of a file, to look at or (`?download=1`) to keep. */
export const GET = readRoute<{ taskId: string; filename: string }>(
  'file.read',
  async (request, { viewer, params }) => {
    const isDownload = new URL(request.url).searchParams.has('download');
    const location = await runtime().engine.temporaryUrl({
      taskId: params.taskId,
      teamId: viewer.teamId,
      filename: params.filename,
      disposition: isDownload ? 'attachment' : 'inline',
      expiresInSeconds: VALID_FOR,
    });
    return new Response(null, { status: 302, headers: { location, 'cache-control': 'no-store' } });
  },
);
