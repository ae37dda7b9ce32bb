import { Failure } from '#lib/errors.ts';

/** Where a page of exports ended: the sort key of its last row. */
export type PageCursor = { createdAt: Date; id: string };

/**
 * Where a poll stands. Everything changed before `at` has been sent, save for what a slow
 * transaction commits late; so each poll looks a little further back (OVERLAP), and `seen` keeps
 * it from sending again what it sent from there.
 */
export type PollCursor = { at: Date; seen: ReadonlySet<string> };

/** Longer than any transaction lives (lib/db/open.ts). Milliseconds. */
export const OVERLAP = 20_000;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function encodePageCursor({ createdAt, id }: PageCursor): string {
  return `${createdAt.getTime().toString(36)}.${id}`;
}

/** @throws Failure INVALID_DATA when the text was not made by encodePageCursor. */
export function decodePageCursor(text: string): PageCursor {
  const [time = '', id = ''] = text.split('.');
  if (!UUID.test(id)) throw notMine();
  return { createdAt: readTime(time), id };
}

export function encodePollCursor({ at, seen }: PollCursor): string {
  return [at.getTime().toString(36), ...seen].join('.');
}

/** @throws Failure INVALID_DATA when the text was not made by encodePollCursor. */
export function decodePollCursor(text: string): PollCursor {
  const [time = '', ...seen] = text.split('.');
  return { at: readTime(time), seen: new Set(seen) };
}

/** One state of one row, short enough for a URL: collisions would need the same 32 bits within OVERLAP. */
export function versionOf(row: { id: string; updatedAt: Date }): string {
  return row.id.slice(0, 8) + (row.updatedAt.getTime() % 36 ** 4).toString(36);
}

function readTime(text: string): Date {
  const time = /^[0-9a-z]{1,9}$/.test(text) ? Number.parseInt(text, 36) : Number.NaN;
  if (Number.isNaN(time)) throw notMine();
  return new Date(time);
}

const notMine = () => new Failure('INVALID_DATA', 'The list has moved on. Reload the page.');
