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

const HUNG_UP = new Set(['ERR_STREAM_PREMATURE_CLOSE', 'ECONNRESET', 'EPIPE']);

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
  const headers: Record<string, string | number> = {
    'accept-ranges': 'bytes',
    etag: file.etag,
    // A copy outlives the link otherwise: each use asks whether it still holds.
    'cache-control': 'private, no-cache',
    'content-security-policy': policyFor(file.contentType),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'x-robots-tag': 'noindex',
  };
  if (file.lastModified) headers['last-modified'] = file.lastModified.toUTCString();
  const end = (status: number) => void res.writeHead(status, headers).end();

  if (preconditionFails(req.headers, file)) return end(412);
  if (isNotModified(req.headers, file)) return end(304);
  const whole = req.method !== 'GET' || !rangeStillHolds(req.headers, file);
  const range = readRange(whole ? undefined : req.headers.range, file.size);
  if (range === 'unsatisfiable') {
    headers['content-range'] = `bytes */${file.size}`;
    return end(416);
  }
  const status = range ? 206 : 200;
  if (range) headers['content-range'] = `bytes ${range.start}-${range.end}/${file.size}`;
  const length = range ? range.end - range.start + 1 : file.size;
  headers['content-length'] = length;
  headers['content-type'] = typeFor(file.contentType, inline);
  headers['content-disposition'] = disposition(file.filename, inline);
  if (req.method === 'HEAD' || length === 0) return end(status);

  const body = await file.open(range);
  res.writeHead(status, headers);
  // Whoever hangs up is no failure; a file that breaks off cuts the connection, so that the client
  // sees that it got less than was announced.
  await pipeline(body, res).catch((error: NodeJS.ErrnoException) => {
    if (!HUNG_UP.has(error.code ?? '')) throw error;
  });
}

/** Always quoted: some clients cut an unquoted name at odd places. */
function disposition(filename: string, inline: boolean): string {
  const header = create(filename, { type: inline ? 'inline' : 'attachment' });
  return header.replace(/; filename=([^";]+)/, '; filename="$1"');
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
