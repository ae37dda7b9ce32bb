import Link from 'next/link';
import { memo } from 'react';
import { OperationIcon } from '#components/operation-icon.tsx';
import { RelativeTime } from '#components/relative-time.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { TableCell, TableRow } from '#components/ui/table.tsx';
import type { ExportRow } from '#lib/exports/types.ts';
import { cn } from '#lib/ui/cn.ts';
import { ExportOutcome } from './export-outcome.tsx';
import { ExportStatus } from './export-status.tsx';

type ExportTableRowProps = {
  row: ExportRow;
  deleted: boolean;
  /** The operation's title. */
  operation: string;
  /** The name of its connection, when that is not the built-in engine. */
  connection: string | undefined;
};

/** Drawn again only when its row changed: a list of hundreds polls every second. */
export const ExportTableRow = memo(function ExportTableRow(props: ExportTableRowProps) {
  const { row, deleted, operation, connection } = props;
  return (
    // On a narrow screen the cells of a row stand under each other: the same ones, so that a list of
    // hundreds is not drawn twice.
    <TableRow className={cn('relative max-sm:flex max-sm:flex-wrap', deleted && 'opacity-60')}>
      <TableCell className="w-32 max-sm:order-2 max-sm:h-auto max-sm:w-auto max-sm:pt-0">
        {deleted ? <Badge className="align-middle">Deleted</Badge> : <ExportStatus row={row} />}
      </TableCell>
      <TableCell className="max-w-0 min-w-48 max-sm:order-1 max-sm:h-auto max-sm:max-w-full max-sm:basis-full sm:w-1/3">
        <Names row={row} deleted={deleted} />
        <span className="block text-xs text-muted-foreground lg:hidden">
          <OperationIcon
            operation={row.operation}
            className="me-1 inline size-3.5 align-[-0.15em]"
          />
          {row.destination?.name ?? operation}
          {connection && ` · ${connection}`}
          {row.createdBy && ` · ${row.createdBy.name}`}
        </span>
      </TableCell>
      <TableCell className="whitespace-nowrap max-lg:hidden">
        <OperationIcon operation={row.operation} className="me-1.5 inline align-[-0.2em]" />
        {row.destination?.name ?? operation}
        {connection && (
          <span className="block max-w-48 truncate text-xs text-muted-foreground">
            {connection}
          </span>
        )}
      </TableCell>
      <TableCell className="max-w-40 truncate max-lg:hidden">
        {row.createdBy?.name ?? <span className="text-muted-foreground">API</span>}
      </TableCell>
      <TableCell className="whitespace-nowrap max-sm:order-4 max-sm:h-auto max-sm:pt-0 max-sm:text-muted-foreground">
        <RelativeTime at={row.createdAt} />
      </TableCell>
      <TableCell className="min-w-44 sm:w-1/4 max-sm:order-3 max-sm:h-auto max-sm:min-w-0 max-sm:flex-1 max-sm:pt-0">
        <ExportOutcome row={row} />
      </TableCell>
    </TableRow>
  );
});

function Names({ row, deleted }: { row: ExportRow; deleted: boolean }) {
  const first = row.filenames[0] ?? 'No name yet';
  const more = row.fileCount - 1;
  const names = (
    <>
      {/* Isolated, so that a name written right to left does not turn the count around. */}
      <bdi className="min-w-0 truncate">{first}</bdi>
      {more > 0 && <span className="shrink-0 text-muted-foreground">+{more}</span>}
    </>
  );
  const title = row.filenames.join('\n') + (row.fileCount > row.filenames.length ? '\n…' : '');
  if (deleted) return <span className="flex gap-1.5 line-through">{names}</span>;
  return (
    <Link
      href={`/exports/${row.id}`}
      prefetch={false}
      title={title}
      // The whole row is the target.
      className="flex gap-1.5 rounded-sm font-medium after:absolute after:inset-0"
    >
      {names}
    </Link>
  );
}
