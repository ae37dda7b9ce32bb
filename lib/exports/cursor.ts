import { Failure } from '#lib/errors.ts';

/** Where a page of exports ended: the sort key of its last row. */
export type PageCursor = { createdAt: Date; id: string };

/** Something that a poll tells of: a row in one of its states, or its deletion. */
export type Change = { id: string; updatedAt: Date };

/**
 * Where a poll stands. A row is stamped before its transaction commits, so a poll looks OVERLAP
 * behind the time of the last one; `seen` are the versions after `from` that it has told already.
 */
export type PollCursor = { from: Change; seen: ReadonlySet<string> };

/** Longer than any transaction lives (lib/db/open.ts). Milliseconds. */
export const OVERLAP = 20_000;
/** What a cursor remembers at most: it travels in a URL. */
export const SEEN_LIMIT = 100;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const NIL = '00000000-0000-0000-0000-000000000000';

export function encodePageCursor({ createdAt, id }: PageCursor): string {
  return `${createdAt.getTime().toString(36)}.${id}`;
}

/** @throws Failure INVALID_DATA when the text was not made by encodePageCursor. */
export function decodePageCursor(text: string): PageCursor {
  const [time = '', id = ''] = text.split('.');
  if (!UUID.test(id)) throw notMine();
  return { createdAt: readTime(time), id };
}

/**
 * The cursor after `told` were told, at the time up to which everything committed is known. When
 * more was told lately than a cursor remembers, it starts after what it forgets: it always moves on.
 */
export function encodePollCursor(at: Date, told: readonly Change[]): string {
  let from: Change = { id: NIL, updatedAt: new Date(at.getTime() - OVERLAP) };
  const late = told.filter((change) => compareChanges(change, from) > 0).sort(compareChanges);
  const forgotten = late.at(-1 - SEEN_LIMIT);
  if (forgotten) from = forgotten;
  const seen = late.slice(-SEEN_LIMIT).map(versionOf);
  const id = from.id === NIL ? '' : from.id;
  return [from.updatedAt.getTime().toString(36), id, ...seen].join('.');
}

/** @throws Failure INVALID_DATA when the text was not made by encodePollCursor. */
export function decodePollCursor(text: string): PollCursor {
  const [time = '', id = '', ...seen] = text.split('.');
  if (id !== '' && !UUID.test(id)) throw notMine();
  return { from: { id: id || NIL, updatedAt: readTime(time) }, seen: new Set(seen) };
}

export function compareChanges(a: Change, b: Change): number {
  const byTime = a.updatedAt.getTime() - b.updatedAt.getTime();
  return byTime !== 0 ? byTime : a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** One state of one row in a few characters; a collision would have to fall within OVERLAP. */
export function versionOf({ id, updatedAt }: Change): string {
  return id.slice(0, 8) + (updatedAt.getTime() % 36 ** 4).toString(36);
}

function readTime(text: string): Date {
  const time = /^[0-9a-z]{1,9}$/.test(text) ? Number.parseInt(text, 36) : Number.NaN;
  if (Number.isNaN(time)) throw notMine();
  return new Date(time);
}

const notMine = () => new Failure('INVALID_DATA', 'The list has moved on. Reload the page.');
