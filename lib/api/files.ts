import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ApiOptions } from './api.ts';
import { sendNotice } from './notice-page.ts';
import { serveFile } from './serve-file.ts';

/** Serves a temporary URL: 403 when it was not made here, 410 when its time or its task is over. */
export async function handleFile(
  options: ApiOptions,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const { engine, clock, log } = options;
  try {
    if (req.method !== 'GET' && req.method !== 'HEAD') {
      res.setHeader('allow', 'GET, HEAD');
      return sendNotice(req, res, 405);
    }
    const url = new URL(req.url ?? '/', 'http://slipway');
    const link = engine.urls.verify(url.pathname, url.searchParams);
    if (!link) return sendNotice(req, res, 403);
    if (link.expires * 1000 <= clock.now().getTime()) return sendNotice(req, res, 410);
    const file = await engine.findFile(link.taskId, link.filename);
    if (!file) return sendNotice(req, res, 410);
    await serveFile(req, res, {
      filename: file.filename,
      size: file.size,
      contentType: file.contentType,
      etag: `"${file.sha256}"`,
      lastModified: file.endedAt ?? undefined,
      disposition: link.disposition,
      open: file.open,
    });
  } catch (error) {
    log.error({ err: error }, 'a temporary URL failed');
    if (!res.headersSent) sendNotice(req, res, 500);
    else res.destroy();
  }
}
