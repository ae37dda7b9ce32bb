'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { attemptAction } from '#components/exports/attempt-action.ts';
import { LocalTime } from '#components/local-time.tsx';
import { RelativeTime } from '#components/relative-time.tsx';
import { AlertDialog } from '#components/ui/alert-dialog.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from '#components/ui/table.tsx';
import { toast } from '#components/ui/toast.tsx';
import type { ListedSession } from '#lib/teams/list-sessions.ts';
import { plural } from '#lib/ui/plural.ts';
import type { ActionResult } from '#lib/web/action-state.ts';

type SessionListProps = {
  sessions: readonly ListedSession[];
  /** More than are listed, perhaps. */
  total: number;
  /** Receives `id`. */
  end: (input: unknown) => Promise<ActionResult<void>>;
  /** Answers how many it ended. */
  endOthers: (input: unknown) => Promise<ActionResult<number>>;
};

/** Where one is signed in. Ending one asks nothing: whoever it was can sign in again. */
export function SessionList({ sessions, total, end, endOthers }: SessionListProps) {
  const router = useRouter();
  const [ending, setEnding] = useState<string>();

  async function endOne({ id, browser }: ListedSession) {
    setEnding(id);
    const answer = await attemptAction(end({ id }));
    setEnding(undefined);
    if (answer?.ok) toast.success(`Signed out: ${browser}`);
    // Also when it had ended already: then the list is old.
    if (answer) router.refresh();
  }

  async function endAllOthers() {
    const answer = await attemptAction(endOthers({}));
    if (answer?.ok) toast.success(`${plural(answer.data, 'session')} ended`);
    router.refresh();
  }

  return (
    <div className="grid gap-3">
      <Table label="Your sessions">
        <TableHeader>
          <TableRow>
            <TableHead>Browser</TableHead>
            <TableHead className="hidden sm:table-cell">Address</TableHead>
            <TableHead className="hidden sm:table-cell">Signed in</TableHead>
            <TableHead>Last seen</TableHead>
            <TableHead>
              <span className="sr-only">Actions</span>
            </TableHead>
          </TableRow>
        </TableHeader>
        <TableBody>
          {sessions.map((session) => (
            <TableRow key={session.id}>
              <TableCell>
                <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
                  {session.browser}
                  {session.current && <Badge tone="primary">This one</Badge>}
                </span>
                <span className="block font-mono text-xs break-all text-muted-foreground sm:hidden">
                  {session.ip ?? 'unknown'}
                </span>
              </TableCell>
              <TableCell className="hidden font-mono break-all sm:table-cell">
                {session.ip ?? 'unknown'}
              </TableCell>
              <TableCell className="hidden whitespace-nowrap sm:table-cell">
                <LocalTime at={session.createdAt} />
              </TableCell>
              <TableCell className="whitespace-nowrap">
                <RelativeTime at={session.lastSeenAt} />
              </TableCell>
              <TableCell className="text-end">
                {!session.current && (
                  <Button
                    size="sm"
                    busy={ending === session.id}
                    aria-label={`Sign out ${session.browser}`}
                    onClick={() => endOne(session)}
                  >
                    Sign out
                  </Button>
                )}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {total > sessions.length && (
        <p className="text-sm text-muted-foreground">
          And {plural(total - sessions.length, 'session')} that were seen longer ago.
        </p>
      )}
      {total > 1 && (
        <AlertDialog
          trigger={<Button className="justify-self-start">Sign out everywhere else</Button>}
          title="Sign out everywhere else"
          description={`${plural(total - 1, 'other session')} of yours will end at once. You stay signed in here.`}
          confirmLabel="Sign out everywhere else"
          cancelLabel="Cancel"
          onConfirm={endAllOthers}
        />
      )}
    </div>
  );
}
