import { describe, expect, it } from 'vitest';
import type { ExportChanges, ExportPage, ExportRow } from '#lib/exports/types.ts';
import { addPage, mergeChanges, showFresh, startLive } from './live-exports.ts';

const row = (n: number, more: Partial<ExportRow> = {}): ExportRow => ({
  id: `0000000${n}`,
  connection: 'builtin',
  operation: 'export/url',
  destination: null,
  status: 'processing',
  filenames: [`${n}.pdf`],
  fileCount: 1,
  bytesTotal: null,
  bytesDone: 0,
  percent: null,
  code: null,
  message: null,
  resultCount: 0,
  createdBy: null,
  createdAt: `2026-03-01T12:00:0${n}.000Z`,
  startedAt: null,
  endedAt: null,
  expiresAt: null,
  taskGone: false,
  updatedAt: `2026-03-01T12:00:0${n}.000Z`,
  ...more,
});
const page = (rows: ExportRow[], nextCursor: string | null = null): ExportPage => ({
  rows,
  nextCursor,
  since: 'a',
  now: '2026-03-01T12:01:00.000Z',
  running: true,
});
const changes = (changed: ExportRow[], removed: string[] = []): ExportChanges => ({
  changed,
  removed,
  since: 'b',
  now: '2026-03-01T12:01:01.000Z',
  running: false,
});
const ids = (rows: ExportRow[]) => rows.map((one) => one.id.at(-1)).join('');

describe('mergeChanges', () => {
  it('changes a row in its place, even when it no longer fits the status filter', () => {
    const live = startLive(page([row(3), row(2), row(1)]));
    const next = mergeChanges(live, changes([row(2, { status: 'finished', updatedAt: 'later' })]), {
      status: 'processing',
    });
    expect(ids(next.rows)).toBe('321');
    expect(next.rows[1]?.status).toBe('finished');
    expect(next).toMatchObject({ fresh: [], since: 'b', running: false });
  });

  it('only announces new rows, and moves nothing', () => {
    const live = startLive(page([row(2), row(1)]));
    const next = mergeChanges(live, changes([row(3), row(4)]), {});
    expect(next.rows).toEqual(live.rows);
    expect(ids(next.fresh)).toBe('34');
    expect(ids(showFresh(next).rows)).toBe('4321');
  });

  it('does not announce what the filter hides or what stands on a page not yet loaded', () => {
    const live = startLive(page([row(5), row(4)], 'more'));
    const next = mergeChanges(live, changes([row(6), row(3, { status: 'error' })]), {
      status: 'error',
    });
    expect(next.fresh).toEqual([]);
    expect(ids(mergeChanges(live, changes([row(3)]), {}).fresh)).toBe('');
  });

  it('forgets an announced row that meanwhile left the filter', () => {
    const live = startLive(page([row(1)]));
    const filter = { status: 'processing' } as const;
    const announced = mergeChanges(live, changes([row(2)]), filter);
    const left = mergeChanges(announced, changes([row(2, { status: 'error' })]), filter);
    expect([announced.fresh.length, left.fresh.length]).toEqual([1, 0]);
  });

  it('leaves a deleted row in its place until the list is drawn anew', () => {
    const live = startLive(page([row(3), row(2), row(1)]));
    const next = mergeChanges(live, changes([], ['00000002', 'unknown']), {});
    expect(ids(next.rows)).toBe('321');
    expect([...next.deleted]).toEqual(['00000002']);
    expect(ids(showFresh(next).rows)).toBe('31');
  });

  it('keeps the very rows when nothing changed, so that nothing is drawn', () => {
    const live = startLive(page([row(2), row(1)]));
    expect(mergeChanges(live, changes([row(2)]), {}).rows).toBe(live.rows);
  });
});

it('addPage adds what is not there yet', () => {
  const live = startLive(page([row(4), row(3)], 'more'));
  const next = addPage(live, page([row(3), row(2)]));
  expect([ids(next.rows), next.nextCursor]).toEqual(['432', null]);
});
