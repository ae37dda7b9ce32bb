'use client';

import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { fetchJson } from '#components/fetch-json.ts';
import { RelativeTime } from '#components/relative-time.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogContent, DialogFooter } from '#components/ui/dialog.tsx';
import { Input } from '#components/ui/input.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { StoredChoice } from '#components/upload/upload-store.ts';
import type { FilePage, FileRow } from '#lib/exports/types.ts';
import { formatBytes } from '#lib/ui/bytes.ts';
import { plural } from '#lib/ui/plural.ts';
import { choiceOf } from './choice-of.ts';
import { filesPath } from './file-query.ts';
import { LookedThrough } from './looked-through.tsx';

type FilePickerProps = {
  /** Whose files; the built-in engine's when it is not said. */
  connection: string | undefined;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onPick: (choices: StoredChoice[]) => void;
};

/** Picks from the files that are still there. */
export default function FilePicker(props: FilePickerProps) {
  const { connection, open, onOpenChange, onPick } = props;
  const [text, setText] = useState('');
  const [search, setSearch] = useState('');
  const [page, setPage] = useState(1);
  // Another connection has other files.
  const [shown, setShown] = useState(connection);
  const [chosen, setChosen] = useState<ReadonlyMap<string, StoredChoice>>(new Map());
  const query = useQuery({
    queryKey: ['files', connection, search, page],
    queryFn: ({ signal }) =>
      fetchJson<FilePage>(`/api${filesPath(search, page, connection)}`, signal),
    enabled: open,
  });

  if (shown !== connection) {
    setShown(connection);
    setChosen(new Map());
    setPage(1);
  }

  function toggle(row: FileRow) {
    const next = new Map(chosen);
    if (!next.delete(row.taskId)) next.set(row.taskId, choiceOf(row));
    setChosen(next);
  }

  function find(event: FormEvent) {
    event.preventDefault();
    setSearch(text.trim());
    setPage(1);
  }

  function pick() {
    onPick([...chosen.values()]);
    setChosen(new Map());
    onOpenChange(false);
  }

  const { rows = [], newer = null, older = null, lookedThrough = null } = query.data ?? {};
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent
        title="Pick from Files"
        description="Files that were uploaded or made in the last 24 hours."
        className="sm:max-w-xl"
      >
        <search>
          <form onSubmit={find} className="flex gap-2">
            <Input
              type="search"
              aria-label="Search files by name"
              placeholder="File name"
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
            <Button type="submit">Search</Button>
          </form>
        </search>
        <div
          className="max-h-80 min-h-24 overflow-y-auto rounded-md border"
          aria-busy={query.isFetching}
        >
          {query.isPending && <Skeleton className="m-3 h-16" />}
          {query.error && (
            <p role="alert" className="p-3 text-sm text-danger">
              {query.error.message}{' '}
              <Button variant="link" onClick={() => query.refetch()}>
                Try again
              </Button>
            </p>
          )}
          {query.data && rows.length === 0 && (
            <p className="p-6 text-center text-sm text-muted-foreground">
              {search
                ? `No file is named like “${search}”.`
                : 'No files yet. Drop some on the page.'}
            </p>
          )}
          <ul className="divide-y">
            {rows.map((row) => (
              <PickerRow
                key={row.taskId}
                row={row}
                checked={chosen.has(row.taskId)}
                onToggle={() => toggle(row)}
              />
            ))}
          </ul>
        </div>
        {lookedThrough !== null && <LookedThrough count={lookedThrough} more={older !== null} />}
        <DialogFooter className="items-center">
          {(newer || older) && (
            <span className="me-auto flex gap-2">
              <Button size="sm" disabled={!newer} onClick={() => setPage(newer ?? 1)}>
                Newer
              </Button>
              <Button size="sm" disabled={!older} onClick={() => setPage(older ?? page)}>
                Older
              </Button>
            </span>
          )}
          <Button variant="primary" disabled={chosen.size === 0} onClick={pick}>
            {chosen.size === 0 ? 'Add files' : `Add ${plural(chosen.size, 'file')}`}
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}

type PickerRowProps = { row: FileRow; checked: boolean; onToggle: () => void };

function PickerRow({ row, checked, onToggle }: PickerRowProps) {
  const choice = choiceOf(row);
  return (
    <li>
      <label className="flex cursor-pointer items-center gap-3 px-3 py-1.5 hover:bg-hover">
        <input
          type="checkbox"
          checked={checked}
          onChange={onToggle}
          className="size-4 shrink-0 accent-primary"
        />
        <bdi className="min-w-0 flex-1 truncate text-sm">{choice.name}</bdi>
        <span className="shrink-0 text-xs text-muted-foreground">
          {choice.size !== null && `${formatBytes(choice.size)} · `}
          <RelativeTime at={row.createdAt} />
        </span>
      </label>
    </li>
  );
}
