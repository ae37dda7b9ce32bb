'use client';

import { useCallback } from 'react';
import { useClock } from '#components/ticker.tsx';
import { Progress } from '#components/ui/progress.tsx';
import { Sentence } from '#components/ui/sentence.tsx';
import type { ExportRow } from '#lib/exports/types.ts';
import { formatBytes } from '#lib/ui/bytes.ts';
import { formatDuration } from '#lib/ui/duration.ts';
import { plural } from '#lib/ui/plural.ts';

/** What is becoming of an export, in the width of a table cell. */
export function ExportOutcome({ row }: { row: ExportRow }) {
  if (row.status === 'error') {
    return (
      <span className="line-clamp-2" title={row.message ?? undefined}>
        {row.code === 'CANCELLED' ? '–' : <Sentence text={row.message ?? 'It failed.'} />}
      </span>
    );
  }
  if (row.status === 'finished') return <Delivered row={row} />;
  if (row.status === 'waiting')
    return <span className="text-muted-foreground">Waits its turn</span>;
  return <Running row={row} />;
}

/** `3 links · 21 h left`. */
function Delivered({ row }: { row: ExportRow }) {
  const isLinks = row.operation === 'export/url';
  const end = row.expiresAt ? Date.parse(row.expiresAt) : null;
  const left = useClock(
    useCallback(
      (now) => (end === null ? '' : now >= end ? 'expired' : `${coarse(end - now)} left`),
      [end],
    ),
  );
  const count = row.resultCount || row.fileCount;
  const what = isLinks ? plural(count, 'link') : `${plural(count, 'file')} delivered`;
  const state = row.taskGone && isLinks ? 'expired' : left;
  return (
    <span className="whitespace-nowrap">
      {what}
      {state && (
        <span className={state === 'expired' ? 'text-muted-foreground' : undefined}>
          {' '}
          · {state}
        </span>
      )}
    </span>
  );
}

/** Hours are enough in a list; seconds count when there are few. */
function coarse(milliseconds: number): string {
  const hours = Math.floor(milliseconds / 3_600_000);
  return hours > 0 ? `${hours} h` : formatDuration(milliseconds);
}

function Running({ row }: { row: ExportRow }) {
  const bytes =
    row.bytesTotal === null
      ? row.bytesDone > 0
        ? formatBytes(row.bytesDone)
        : 'Starting'
      : `${formatBytes(row.bytesDone)} of ${formatBytes(row.bytesTotal)}`;
  return (
    <span className="grid max-w-56 gap-1">
      <span className="whitespace-nowrap">
        {row.percent !== null && <b className="font-medium">{row.percent} % </b>}
        <span className="text-muted-foreground">{bytes}</span>
      </span>
      <Progress
        value={row.percent}
        label={`Progress of ${row.filenames[0] ?? 'the export'}`}
        valueText={bytes}
      />
    </span>
  );
}
