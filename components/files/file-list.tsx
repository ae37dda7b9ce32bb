'use client';

import { FileUp, Trash2 } from 'lucide-react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { NativeCheckbox } from '#components/ui/native-checkbox.tsx';
import { Table, TableBody, TableHead, TableHeader, TableRow } from '#components/ui/table.tsx';
import { toast } from '#components/ui/toast.tsx';
import type { FileRow, StoredFile } from '#lib/exports/types.ts';
import { plural } from '#lib/ui/plural.ts';
import type { ActionResult } from '#lib/web/action-state.ts';
import { FileTableRow } from './file-table-row.tsx';

const AlertDialog = dynamic(
  () => import('#components/ui/alert-dialog.tsx').then((module) => module.AlertDialog),
  { ssr: false },
);
const FilePreview = dynamic(() => import('./file-preview.tsx'), { ssr: false });

type FileListProps = {
  rows: FileRow[];
  mayExport: boolean;
  /** Absent for who may not. */
  remove?: (input: {
    taskIds: string[];
    connection: string | undefined;
  }) => Promise<ActionResult<unknown>>;
  /** Whose files they are; the built-in engine's when it is not said. */
  connection?: string | undefined;
};

export function FileList({ rows, mayExport, remove, connection }: FileListProps) {
  const router = useRouter();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [deleting, setDeleting] = useState<string[]>([]);
  const [shown, setShown] = useState<StoredFile>();
  const [previewing, setPreviewing] = useState(false);
  const here = rows.filter((row) => chosen.has(row.taskId)).map((row) => row.taskId);
  const all = rows.length > 0 && here.length === rows.length;

  function toggle(taskId: string) {
    const next = new Set(chosen);
    if (!next.delete(taskId)) next.add(taskId);
    setChosen(next);
  }

  async function confirmDelete() {
    const answer = await remove?.({ taskIds: deleting, connection }).catch(() => undefined);
    if (answer?.ok) {
      setChosen(new Set());
      toast.success(`${plural(deleting.length, 'file')} deleted`);
    } else toast.error(answer?.message ?? 'The server cannot be reached. Try again in a moment.');
    router.refresh();
  }

  return (
    <div className="grid gap-3">
      <div className="sticky top-0 z-10 flex min-h-10 flex-wrap items-center gap-2 bg-background py-1">
        <p role="status" className="me-auto text-sm text-muted-foreground">
          {here.length > 0 ? `${here.length} selected` : 'Select files to export or delete them.'}
        </p>
        {here.length > 0 && (
          <>
            <Button variant="ghost" onClick={() => setChosen(new Set())}>
              Clear selection
            </Button>
            {remove && (
              <Button onClick={() => setDeleting(here)}>
                <Trash2 aria-hidden />
                Delete {plural(here.length, 'file')}
              </Button>
            )}
            {mayExport && (
              <Button asChild variant="primary">
                <Link
                  href={`/exports/new?files=${here.join(',')}${connection ? `&connection=${connection}` : ''}`}
                >
                  <FileUp aria-hidden />
                  Export {plural(here.length, 'file')}
                </Link>
              </Button>
            )}
          </>
        )}
      </div>
      <Table label="Files">
        <TableHeader>
          <TableRow>
            <TableHead className="w-8">
              <NativeCheckbox
                label="Select all files on this page"
                checked={all}
                indeterminate={here.length > 0 && !all}
                onToggle={() => setChosen(new Set(all ? [] : rows.map((row) => row.taskId)))}
                className="block"
              />
            </TableHead>
            <TableHead>Name</TableHead>
            <TableHead className="max-sm:hidden">Size</TableHead>
            <TableHead className="max-lg:hidden">Type</TableHead>
            <TableHead className="max-lg:hidden">Came by</TableHead>
            <TableHead className="max-md:hidden">When</TableHead>
            <TableHead className="max-sm:hidden">Time left</TableHead>
            <TableHead>
              <span className="sr-only">Actions</span>
            </TableHead>
          </TableRow>
        </TableHeader>
        <TableBody>
          {rows.flatMap((row) =>
            row.files.map((file, i) => (
              <FileTableRow
                key={`${row.taskId}/${file.filename}`}
                row={row}
                file={file}
                first={i === 0}
                chosen={chosen.has(row.taskId)}
                onToggle={() => toggle(row.taskId)}
                onPreview={() => {
                  setShown(file);
                  setPreviewing(true);
                }}
                onDelete={remove && (() => setDeleting([row.taskId]))}
              />
            )),
          )}
        </TableBody>
      </Table>
      {shown && <FilePreview file={shown} open={previewing} onOpenChange={setPreviewing} />}
      {deleting.length > 0 && (
        <AlertDialog
          open
          onOpenChange={(open) => {
            if (!open) setDeleting([]);
          }}
          title={`Delete ${plural(deleting.length, 'file')}?`}
          description="Temporary URLs that were made of an export among them stop working at once. This cannot be undone."
          confirmLabel={`Delete ${plural(deleting.length, 'file')}`}
          onConfirm={confirmDelete}
        />
      )}
    </div>
  );
}
