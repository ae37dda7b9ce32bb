import type { ExportChanges, ExportFilter, ExportPage, ExportRow } from '#lib/exports/types.ts';

/** A list of exports on the screen and what became known since it was drawn. */
export type LiveExports = {
  rows: ExportRow[];
  /** Announced, and not yet shown: a row never moves under the pointer. */
  fresh: ExportRow[];
  /** Deleted by somebody; they stay in their place, said to be deleted, until the list is drawn anew. */
  deleted: ReadonlySet<string>;
  nextCursor: string | null;
  since: string;
  now: string;
  running: boolean;
};

export function startLive(page: ExportPage): LiveExports {
  return { ...page, fresh: [], deleted: new Set() };
}

/** Takes in what a poll brought. Rows on the screen change in their place; new ones only wait. */
export function mergeChanges(
  live: LiveExports,
  changes: ExportChanges,
  filter: ExportFilter,
): LiveExports {
  const { since, now, running } = changes;
  const rows = new Map(live.rows.map((row) => [row.id, row]));
  const fresh = new Map(live.fresh.map((row) => [row.id, row]));
  let touched = false;
  for (const row of changes.changed) {
    const shown = rows.get(row.id);
    if (shown) {
      if (shown.updatedAt === row.updatedAt) continue;
      rows.set(row.id, row);
    } else if (belongs(row, live, filter)) fresh.set(row.id, row);
    else if (!fresh.delete(row.id)) continue;
    touched = true;
  }
  const deleted = new Set(live.deleted);
  for (const id of changes.removed) {
    if (rows.has(id)) deleted.add(id);
    fresh.delete(id);
    touched = true;
  }
  if (!touched) return { ...live, since, now, running };
  return {
    ...live,
    rows: [...rows.values()],
    fresh: [...fresh.values()],
    deleted,
    since,
    now,
    running,
  };
}

/** Draws the list anew: new rows in their places, deleted ones gone. */
export function showFresh(live: LiveExports): LiveExports {
  const rows = [...live.fresh, ...live.rows].filter((row) => !live.deleted.has(row.id));
  return { ...live, rows: rows.sort(newestFirst), fresh: [], deleted: new Set() };
}

/** Adds the next page at the end. */
export function addPage(live: LiveExports, page: ExportPage): LiveExports {
  const known = new Set([...live.rows, ...live.fresh].map((row) => row.id));
  const rows = [...live.rows, ...page.rows.filter((row) => !known.has(row.id))];
  return { ...live, rows, nextCursor: page.nextCursor };
}

/** Whether a row that is not shown should be: it fits the filter, and stands within what is loaded. */
function belongs(row: ExportRow, live: LiveExports, filter: ExportFilter): boolean {
  if (filter.status && row.status !== filter.status) return false;
  const last = live.rows.at(-1);
  return live.nextCursor === null || !last || newestFirst(row, last) < 0;
}

function newestFirst(a: ExportRow, b: ExportRow): number {
  if (a.createdAt !== b.createdAt) return a.createdAt < b.createdAt ? 1 : -1;
  return a.id < b.id ? 1 : a.id > b.id ? -1 : 0;
}
