'use client';

import { ArrowUp, CircleAlert, PackageOpen, SearchX } from 'lucide-react';
import Link from 'next/link';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Table, TableBody, TableHead, TableHeader, TableRow } from '#components/ui/table.tsx';
import type { ConnectionNotes } from '#lib/connections/list-connections.ts';
import type { ExportFilter, ExportPage } from '#lib/exports/types.ts';
import { plural } from '#lib/ui/plural.ts';
import { ExportTableRow } from './export-table-row.tsx';
import { isFiltered } from './filter-query.ts';
import { PollFailure } from './poll-failure.tsx';
import { useLiveExports } from './use-live-exports.ts';

type ExportListProps = {
  page: ExportPage;
  filter: ExportFilter;
  /** Titles by operation id. */
  operations: Record<string, string>;
  mayExport: boolean;
  /** Of connections that exports have: names by id, and sentences on those in trouble. */
  connections: ConnectionNotes;
};

export function ExportList(props: ExportListProps) {
  const { page, filter, operations, mayExport, connections } = props;
  const { live, pollFailure, show, loadMore, loading, loadFailure } = useLiveExports(page, filter);
  const pending = live.fresh.length;
  return (
    <div className="grid gap-3">
      {pollFailure && <PollFailure error={pollFailure} />}
      {connections.troubles.map((sentence) => (
        <Alert key={sentence} tone="warning">
          {sentence} Its exports are shown as they were last known.
        </Alert>
      ))}
      <div role="status">
        {pending > 0 && (
          <Button onClick={show} className="w-full border-primary/40 bg-primary-soft text-primary">
            <ArrowUp aria-hidden />
            {plural(pending, 'new export')} — show
          </Button>
        )}
      </div>
      {live.rows.length === 0 ? (
        <Nothing filter={filter} mayExport={mayExport} />
      ) : (
        <Table label="Exports">
          <TableHeader className="max-sm:sr-only">
            <TableRow>
              <TableHead>Status</TableHead>
              <TableHead>Files</TableHead>
              <TableHead className="max-lg:hidden">Operation</TableHead>
              <TableHead className="max-lg:hidden">Who</TableHead>
              <TableHead>When</TableHead>
              <TableHead>Result</TableHead>
            </TableRow>
          </TableHeader>
          <TableBody>
            {live.rows.map((row) => (
              <ExportTableRow
                key={row.id}
                row={row}
                deleted={live.deleted.has(row.id)}
                operation={operations[row.operation] ?? row.operation}
                connection={connections.names[row.connection]}
              />
            ))}
          </TableBody>
        </Table>
      )}
      {live.nextCursor && (
        <div className="grid justify-items-center gap-2">
          <Button onClick={loadMore} busy={loading}>
            Load older exports
          </Button>
          {loadFailure && (
            <p role="alert" className="flex items-center gap-1.5 text-sm text-danger">
              <CircleAlert aria-hidden className="size-4" />
              {loadFailure} Try again.
            </p>
          )}
        </div>
      )}
    </div>
  );
}

function Nothing({ filter, mayExport }: { filter: ExportFilter; mayExport: boolean }) {
  if (isFiltered(filter)) {
    return (
      <EmptyState
        icon={SearchX}
        title="No export matches"
        action={
          <Button asChild>
            <Link href="/exports">Clear the filters</Link>
          </Button>
        }
      >
        Nothing that your team exported fits all of these filters.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={PackageOpen}
      title="No exports yet"
      action={
        mayExport && (
          <Button asChild variant="primary">
            <Link href="/exports/new">New export</Link>
          </Button>
        )
      }
    >
      {mayExport
        ? 'Drop files on a new export, and get temporary URLs to hand out.'
        : 'What your team exports shows up here.'}
    </EmptyState>
  );
}
