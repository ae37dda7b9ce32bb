import type { ReactNode } from 'react';
import { Badge } from '#components/ui/badge.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { TableCell, TableRow } from '#components/ui/table.tsx';
import type { ExportFile } from '#lib/exports/types.ts';
import { formatBytes, formatExactBytes } from '#lib/ui/bytes.ts';
import { Breakable } from './breakable.tsx';

/** What the target calls what it wrote. */
export function idsOf({ etag, version, generation }: ExportFile): [label: string, id: string][] {
  const named: [string, string | null][] = [
    ['ETag', etag],
    ['Version', version],
    ['Generation', generation],
  ];
  return named.flatMap(([label, id]) => (id === null ? [] : [[label, id]]));
}

/** One delivered file. On a narrow screen its cells stand under each other. */
export function ReceiptRow({ file, withIds }: { file: ExportFile; withIds: boolean }) {
  const { filename, location, contentType, size, sha256 } = file;
  return (
    <TableRow className="align-top max-sm:flex max-sm:flex-wrap max-sm:gap-x-4 max-sm:px-3 max-sm:py-2">
      <TableCell className="h-auto py-2 ps-3 align-top max-sm:basis-full max-sm:p-0">
        <span className="flex flex-wrap items-baseline gap-x-2">
          <bdi className="min-w-0 font-medium break-all">{filename}</bdi>
          {contentType && (
            <span className="text-xs text-muted-foreground">{contentType.split(';')[0]}</span>
          )}
          {file.skipped && <Badge>Was there already</Badge>}
        </span>
        {location && (
          <Copyable label={`location of ${filename}`} value={location}>
            <Breakable text={location} />
          </Copyable>
        )}
      </TableCell>
      <TableCell className="h-auto py-2 text-end align-top whitespace-nowrap tabular-nums max-sm:p-0">
        {size !== null && <span title={formatExactBytes(size)}>{formatBytes(size)}</span>}
      </TableCell>
      <TableCell className="h-auto py-2 align-top max-sm:p-0">
        {sha256 && (
          <Copyable label={`SHA-256 of ${filename}`} value={sha256}>
            {shorten(sha256)}
          </Copyable>
        )}
      </TableCell>
      {withIds && (
        <TableCell className="h-auto py-2 pe-3 align-top max-sm:basis-full max-sm:p-0">
          {idsOf(file).map(([label, id]) => (
            <span key={label} className="flex items-baseline gap-x-1.5 whitespace-nowrap">
              <span className="min-w-11 text-xs text-muted-foreground">{label}</span>
              <Copyable label={`${label} of ${filename}`} value={id}>
                {shorten(id)}
              </Copyable>
            </span>
          ))}
        </TableCell>
      )}
    </TableRow>
  );
}

type CopyableProps = { label: string; value: string; children: ReactNode };

function Copyable({ label, value, children }: CopyableProps) {
  return (
    <span className="flex min-w-0 items-start gap-1">
      <code className="min-w-0 text-xs leading-5" title={value}>
        {children}
      </code>
      <CopyButton
        iconOnly
        size="sm"
        value={value}
        label={`Copy ${label}`}
        className="-my-1 shrink-0 text-muted-foreground"
      />
    </span>
  );
}

/** Nobody reads these: they are compared by their beginning, and copying gives them whole. */
const shorten = (id: string): string => (id.length > 12 ? `${id.slice(0, 9)}…` : id);
