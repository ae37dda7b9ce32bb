import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { create } from 'content-disposition';
import { readRange } from './byte-range.ts';

export type ServedFile = {
  filename: string;
  /** Bytes. */
  size: number;
  contentType: string;
  /** With its quotes. */
  etag: string;
  lastModified: Date | undefined;
  disposition: 'attachment' | 'inline';
  /** Opens the bytes, both ends included. */
  open(range?: { start: number; end: number }): Promise<Readable>;
};

/** What a browser may show in place; everything else is saved. No HTML, SVG or XML: they run scripts. */
const SHOWN = /^(image\/(?!svg)|audio\/|video\/|application\/pdf$|application\/json$|text\/(plain|csv|markdown)$)/;
/** Shown as plain text, whatever kind of text it is. */
const AS_TEXT = /^(text\/|application\/json$)/;

/** Answers GET and HEAD with a file: ranges, conditions, disposition. A client that hangs up closes the file. */
export async function serveFile(req: IncomingMessage, res: ServerResponse, file: ServedFile): Promise<void> {
  const inline = file.disposition === 'inline' && SHOWN.test(file.contentType);
  const type = inline && AS_TEXT.test(file.contentType) ? 'text/plain; charset=utf-8' : file.contentType;
  res.setHeader('accept-ranges', 'bytes');
  res.setHeader('etag', file.etag);
  if (file.lastModified) res.setHeader('last-modified', file.lastModified.toUTCString());
  res.setHeader('content-disposition', create(file.filename, { type: inline ? 'inline' : 'attachment' }));
  res.setHeader('cache-control', 'private, no-cache');
  res.setHeader('x-content-type-options', 'nosniff');
  res.setHeader('referrer-policy', 'no-referrer');
  res.setHeader('x-robots-tag', 'noindex');
  // These are other people's files: even shown in place they get no scripts, no origin, no network.
  // PDF viewers of browsers do not start inside a sandbox, and run no scripts of the page.
  const sandbox = type === 'application/pdf' ? '' : 'sandbox; ';
  res.setHeader('content-security-policy', `${sandbox}default-src 'none'; img-src 'self'; media-src 'self'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'`);
  res.setHeader('cross-origin-resource-policy', 'same-site');

  const condition = checkConditions(req, file);
  if (condition) return void res.writeHead(condition).end();
  const range = rangeApplies(req, file) ? readRange(req.headers.range, file.size) : undefined;
  if (range === 'unsatisfiable') {
    res.removeHeader('content-disposition');
    return void res.writeHead(416, { 'content-range': `bytes */${file.size}` }).end();
  }
  const length = range ? range.end - range.start + 1 : file.size;
  res.setHeader('content-type', type);
  res.setHeader('content-length', length);
  if (range) res.setHeader('content-range', `bytes ${range.start}-${range.end}/${file.size}`);
  if (req.method === 'HEAD' || length === 0) return void res.writeHead(range ? 206 : 200).end();
  const source = await file.open(range);
  res.writeHead(range ? 206 : 200);
  await pipeline(source, res).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error; // a client that hangs up is no fault
  });
}

/** RFC 9110, 13.2.2. @returns the status to answer with, or undefined to go on. */
function checkConditions(req: IncomingMessage, file: ServedFile): 304 | 412 | undefined {
  const { 'if-match': match, 'if-none-match': noneMatch } = req.headers;
  const names = (list: string) => list.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  const has = (list: string) => list.trim() === '*' || names(list).includes(file.etag);
  if (match !== undefined) {
    if (!has(match)) return 412;
  } else if (isNewer(file, req.headers['if-unmodified-since'])) return 412;
  if (noneMatch !== undefined) return has(noneMatch) ? 304 : undefined;
  const since = req.headers['if-modified-since'];
  return since && file.lastModified && !Number.isNaN(Date.parse(since)) && !isNewer(file, since) ? 304 : undefined;
}

/** If-Range: a part is of use only to who has the rest of the same file. */
function rangeApplies(req: IncomingMessage, file: ServedFile): boolean {
  const given = req.headers['if-range'];
  if (typeof given !== 'string') return true;
  return given.includes('"') ? given === file.etag : !isNewer(file, given);
}

function isNewer(file: ServedFile, than: string | undefined): boolean {
  const time = Date.parse(than ?? '');
  return file.lastModified !== undefined && !Number.isNaN(time) && Math.floor(file.lastModified.getTime() / 1000) * 1000 > time;
}
