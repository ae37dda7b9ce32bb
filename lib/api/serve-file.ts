import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { create } from 'content-disposition';
import { readRange } from './byte-range.ts';
import { isNotModified, preconditionFails, rangeStillHolds } from './conditions.ts';

export type ServedFile = {
  filename: string;
  /** Bytes. */
  size: number;
  contentType: string;
  /** Strong, with its quotes. */
  etag: string;
  lastModified?: Date | undefined;
  /** What was asked for: types that could run something are attachments all the same. */
  disposition: 'attachment' | 'inline';
  open(range?: { start: number; end: number }): Promise<Readable>;
};

// Types a browser would save rather than show, although they can be read.
const READABLE = /^(?:text\/|application\/json$)/;
// What a browser shows without running anything of the file's on this origin.
const SHOWN_INLINE =
  /^(?:image\/(?!svg)|audio\/|video\/|text\/(?:plain|csv|markdown|tab-separated-values)$|application\/(?:pdf|json)$)/;

/**
 * Answers GET and HEAD with a file: ranges, conditions, and headers that keep other people's files
 * from acting on this origin. Settles when the answer has gone out or the client has hung up.
 * @throws what `open` throws, with nothing sent yet.
 */
export async function serveFile(
  req: IncomingMessage,
  res: ServerResponse,
  file: ServedFile,
): Promise<void> {
  const inline = file.disposition === 'inline' && SHOWN_INLINE.test(file.contentType);
  res.setHeader('accept-ranges', 'bytes');
  res.setHeader('etag', file.etag);
  if (file.lastModified) res.setHeader('last-modified', file.lastModified.toUTCString());
  // A copy outlives the link otherwise: each use asks whether it still holds.
  res.setHeader('cache-control', 'private, no-cache');
  res.setHeader(
    'content-disposition',
    create(file.filename, { type: inline ? 'inline' : 'attachment' }),
  );
  res.setHeader('content-security-policy', policyFor(file.contentType));
  res.setHeader('x-content-type-options', 'nosniff');
  res.setHeader('referrer-policy', 'no-referrer');
  res.setHeader('x-robots-tag', 'noindex');

  if (preconditionFails(req.headers, file)) return end(res, 412);
  if (isNotModified(req.headers, file)) return end(res, 304);

  res.setHeader('content-type', typeFor(file.contentType, inline));
  const asked =
    req.method === 'GET' && rangeStillHolds(req.headers, file) ? req.headers.range : undefined;
  const range = readRange(asked, file.size);
  if (range === 'unsatisfiable') {
    res.setHeader('content-range', `bytes */${file.size}`);
    res.removeHeader('content-disposition');
    return end(res, 416);
  }
  const length = range ? range.end - range.start + 1 : file.size;
  const status = range ? 206 : 200;
  if (range) res.setHeader('content-range', `bytes ${range.start}-${range.end}/${file.size}`);
  if (req.method === 'HEAD' || length === 0) {
    res.setHeader('content-length', length);
    return end(res, status);
  }
  const body = await file.open(range);
  res.setHeader('content-length', length);
  res.writeHead(status);
  // Whoever hangs up is no failure; a file that breaks off cuts the connection, so that the client
  // sees that it got less than was announced.
  await pipeline(body, res).catch((error) => {
    if (!res.destroyed) res.destroy();
    if (
      error.code !== 'ERR_STREAM_PREMATURE_CLOSE' &&
      error.code !== 'ECONNRESET' &&
      error.code !== 'EPIPE'
    )
      throw error;
  });
}

function end(res: ServerResponse, status: number): void {
  res.writeHead(status).end();
}

function policyFor(contentType: string): string {
  const nothing = "default-src 'none'; base-uri 'none'; form-action 'none'";
  // A sandboxed page can't start the browser's own PDF viewer, which keeps scripts to itself.
  if (contentType === 'application/pdf')
    return `${nothing}; object-src 'self'; style-src 'unsafe-inline'`;
  // The pages that browsers make around an image or a video need these for themselves.
  return `sandbox; ${nothing}; img-src 'self' data:; media-src 'self'; style-src 'unsafe-inline'`;
}

function typeFor(contentType: string, inline: boolean): string {
  if (inline && READABLE.test(contentType)) return 'text/plain; charset=utf-8';
  return contentType.startsWith('text/') ? `${contentType}; charset=utf-8` : contentType;
}
