import type { IncomingHttpHeaders } from 'node:http';

/** What a condition is held against. `etag` is strong and has its quotes. */
export type Validators = { etag: string; lastModified?: Date | undefined };

/** RFC 9110: If-Match, else If-Unmodified-Since. True means 412. */
export function preconditionFails(headers: IncomingHttpHeaders, file: Validators): boolean {
  const match = headers['if-match'];
  if (match !== undefined) return !lists(match, file.etag, 'strong');
  const since = time(headers['if-unmodified-since']);
  return (
    since !== undefined && file.lastModified !== undefined && seconds(file.lastModified) > since
  );
}

/** RFC 9110: If-None-Match, else If-Modified-Since. True means 304. */
export function isNotModified(headers: IncomingHttpHeaders, file: Validators): boolean {
  const match = headers['if-none-match'];
  if (match !== undefined) return lists(match, file.etag, 'weak');
  const since = time(headers['if-modified-since']);
  return (
    since !== undefined && file.lastModified !== undefined && seconds(file.lastModified) <= since
  );
}

/** RFC 9110: If-Range. False means that the whole file is sent in place of the range. */
export function rangeStillHolds(headers: IncomingHttpHeaders, file: Validators): boolean {
  const condition = headers['if-range'];
  if (condition === undefined) return true;
  const value = String(condition).trim();
  if (value.startsWith('"')) return value === file.etag;
  return file.lastModified !== undefined && time(value) === seconds(file.lastModified);
}

function lists(header: string, etag: string, comparison: 'strong' | 'weak'): boolean {
  if (header.trim() === '*') return true;
  const tags = header.match(/(?:W\/)?"[^"]*"/g) ?? [];
  return tags.some((tag) => tag === etag || (comparison === 'weak' && tag === `W/${etag}`));
}

function time(header: string | undefined): number | undefined {
  const parsed = Date.parse(header ?? '');
  return Number.isNaN(parsed) ? undefined : parsed;
}

/** Headers carry whole seconds. Milliseconds since 1970 all the same. */
function seconds(date: Date): number {
  return Math.floor(date.getTime() / 1000) * 1000;
}
