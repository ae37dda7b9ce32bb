'use client';

import { formatBytes } from '#lib/ui/bytes.ts';
import { plural } from '#lib/ui/plural.ts';
import { isUnderWay, type UploadItem } from './upload-item.ts';
import { UploadRow } from './upload-row.tsx';
import { uploads } from './uploads.ts';

/** The files of the export that is being put together. */
export function UploadList({ items }: { items: readonly UploadItem[] }) {
  return (
    <div className="grid gap-1">
      <p className="flex justify-between gap-2 text-sm text-muted-foreground">
        <span role="status">{summary(items)}</span>
        {items.length > 1 && (
          <button
            type="button"
            className="rounded-sm underline-offset-4 hover:text-foreground hover:underline"
            onClick={() => {
              for (const item of items) uploads.remove(item.key);
            }}
          >
            Remove all
          </button>
        )}
      </p>
      <ul
        aria-label="Files to export"
        className="max-h-96 divide-y overflow-y-auto rounded-md border bg-card"
      >
        {items.map((item) => (
          <UploadRow
            key={item.key}
            item={item}
            onRemove={() => uploads.remove(item.key)}
            onRetry={() => uploads.retry(item.key)}
          />
        ))}
      </ul>
    </div>
  );
}

/** Changes only when a file is done or added, so that it is not read out all the time. */
function summary(items: readonly UploadItem[]): string {
  const open = items.filter(isUnderWay).length;
  const failed = items.filter((item) => item.phase === 'failed').length;
  const bytes = items.reduce((sum, item) => sum + (item.size ?? 0), 0);
  return [
    plural(items.length, 'file'),
    bytes > 0 ? formatBytes(bytes) : null,
    open > 0 ? `${open} still on the way` : null,
    failed > 0 ? `${failed} failed` : null,
  ]
    .filter(Boolean)
    .join(' · ');
}
