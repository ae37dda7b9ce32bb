'use client';

import { Plus } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { PageHeading } from '#components/page-heading.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Table, TableBody, TableHead, TableHeader, TableRow } from '#components/ui/table.tsx';
import { toast } from '#components/ui/toast.tsx';
import type { ConnectionRow } from '#lib/connections/list-connections.ts';
import type { Place } from '#lib/connections/places.ts';
import type { FormAction } from '#lib/ui/action-state.ts';
import { plural } from '#lib/ui/plural.ts';
import type { ActionResult } from '#lib/web/action-state.ts';
import { BuiltinTableRow, ConnectionTableRow } from './connection-table-row.tsx';

const AlertDialog = dynamic(
  () => import('#components/ui/alert-dialog.tsx').then((module) => module.AlertDialog),
  { ssr: false },
);
const ConnectionDialog = dynamic(() => import('./connection-dialog.tsx'), { ssr: false });

/** What only those may do who manage connections. */
export type ConnectionActions = {
  create: FormAction;
  update: FormAction;
  check: (input: { id: string }) => Promise<ActionResult<{ trouble: string | null }>>;
  remove: (input: { id: string }) => Promise<ActionResult<unknown>>;
};

type ConnectionListProps = {
  rows: ConnectionRow[];
  places: readonly Place[];
  /** Absent for who may only look. */
  actions: ConnectionActions | undefined;
};

const UNREACHABLE = 'The server cannot be reached. Try again in a moment.';

export function ConnectionList({ rows, places, actions }: ConnectionListProps) {
  const router = useRouter();
  const [editing, setEditing] = useState<{ row: ConnectionRow | undefined; open: boolean }>();
  const [deleting, setDeleting] = useState<ConnectionRow>();
  const [checking, setChecking] = useState<string>();

  async function check(row: ConnectionRow) {
    setChecking(row.id);
    const answer = await actions?.check({ id: row.id }).catch(() => undefined);
    setChecking(undefined);
    if (!answer?.ok) toast.error(answer?.message ?? UNREACHABLE);
    else if (answer.data.trouble) toast.error(answer.data.trouble);
    else toast.success(`${row.name} answers`);
    router.refresh();
  }

  async function remove() {
    const answer = deleting && (await actions?.remove({ id: deleting.id }).catch(() => undefined));
    if (answer?.ok) toast.success('Connection deleted');
    else toast.error(answer?.message ?? UNREACHABLE);
    router.refresh();
  }

  function saved(moved: boolean) {
    setEditing((last) => last && { ...last, open: false });
    // What a page may send files to is settled when it is loaded.
    if (moved) window.location.reload();
    else router.refresh();
  }

  const add = actions && (
    <Button variant="primary" onClick={() => setEditing({ row: undefined, open: true })}>
      <Plus aria-hidden />
      Add connection
    </Button>
  );
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <PageHeading title="Connections">{rows.length > 0 && add}</PageHeading>
      <Table label="Connections">
        <TableHeader className="max-sm:sr-only">
          <TableRow>
            <TableHead>Connection</TableHead>
            <TableHead>State</TableHead>
            <TableHead className="max-lg:hidden">Account</TableHead>
            <TableHead className="max-lg:hidden">Credits</TableHead>
            <TableHead className="max-md:hidden">Checked</TableHead>
            <TableHead>
              <span className="sr-only">Actions</span>
            </TableHead>
          </TableRow>
        </TableHeader>
        <TableBody>
          <BuiltinTableRow />
          {rows.map((row) => (
            <ConnectionTableRow
              key={row.id}
              row={row}
              checking={checking === row.id}
              {...(actions && {
                onCheck: () => void check(row),
                onEdit: () => setEditing({ row, open: true }),
                onDelete: () => setDeleting(row),
              })}
            />
          ))}
        </TableBody>
      </Table>
      {rows.length === 0 && (
        <EmptyState title="No other connections" action={add}>
          {actions
            ? 'Add a CloudConvert account, or another Slipway, to list its files here and to run exports there.'
            : 'An owner or admin can add CloudConvert accounts and other servers.'}
        </EmptyState>
      )}
      {editing && actions && (
        <ConnectionDialog
          key={editing.row?.id ?? 'new'}
          row={editing.row}
          places={places}
          action={editing.row ? actions.update : actions.create}
          open={editing.open}
          onOpenChange={(open) => setEditing(open ? { ...editing, open } : undefined)}
          onSaved={saved}
        />
      )}
      {deleting && (
        <AlertDialog
          open
          onOpenChange={(open) => {
            if (!open) setDeleting(undefined);
          }}
          title={`Delete ${deleting.name}?`}
          description={`${usedBy(deleting.uses)} Its API key is forgotten. This cannot be undone.`}
          confirmLabel="Delete connection"
          onConfirm={remove}
        />
      )}
    </div>
  );
}

function usedBy(uses: number): string {
  if (uses === 0) return 'No export was made with it.';
  return `Used by ${plural(uses, 'export')}: their history stays, those that still run are no longer watched.`;
}
