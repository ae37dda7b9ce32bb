'use client';

import { MailPlus } from 'lucide-react';
import { useState } from 'react';
import { attemptAction } from '#components/exports/attempt-action.ts';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from '#components/ui/table.tsx';
import { toast } from '#components/ui/toast.tsx';
import type { OpenInvitation } from '#lib/teams/list-invitations.ts';
import type { RoleName } from '#lib/ui/role-words.ts';
import type { ActionResult } from '#lib/web/action-state.ts';
import { RelativeTime } from '../relative-time.tsx';

type Revoke = (input: { id: string }) => Promise<ActionResult<unknown>>;

type InvitationListProps = {
  invitations: readonly OpenInvitation[];
  /** Invitations into other roles are not for the reader to revoke. */
  roles: readonly RoleName[];
  revoke: Revoke;
};

export function InvitationList({ invitations, roles, revoke }: InvitationListProps) {
  if (invitations.length === 0) {
    return (
      <EmptyState icon={MailPlus} title="No invitation is open">
        An invitation is a link that lets one person in, once, within 7 days.
      </EmptyState>
    );
  }
  return (
    <Table label="Open invitations">
      <TableHeader>
        <TableRow>
          <TableHead>For</TableHead>
          <TableHead className="sm:w-36">Role</TableHead>
          <TableHead className="hidden sm:table-cell">Invited by</TableHead>
          <TableHead className="sm:w-24">Expires</TableHead>
          <TableHead className="sm:w-24">
            <span className="sr-only">Actions</span>
          </TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {invitations.map(({ id, email, role, createdBy, expiresAt }) => (
          <TableRow key={id}>
            <TableCell className="min-w-28 [overflow-wrap:anywhere]">
              {email ?? <span className="text-muted-foreground">Whoever has the link</span>}
            </TableCell>
            <TableCell>{role}</TableCell>
            <TableCell className="hidden [overflow-wrap:anywhere] sm:table-cell">
              {createdBy}
            </TableCell>
            <TableCell className="whitespace-nowrap tabular-nums">
              <RelativeTime at={expiresAt} />
            </TableCell>
            <TableCell className="text-end">
              {roles.includes(role) && (
                <RevokeButton id={id} whom={email ?? `a ${role} by link`} revoke={revoke} />
              )}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

/** Asks nothing: a new invitation is quickly made. */
function RevokeButton({ id, whom, revoke }: { id: string; whom: string; revoke: Revoke }) {
  const [busy, setBusy] = useState(false);
  async function run() {
    setBusy(true);
    const answer = await attemptAction(revoke({ id }));
    setBusy(false);
    if (answer?.ok) toast.success('Invitation revoked');
  }
  return (
    <Button size="sm" busy={busy} aria-label={`Revoke invitation of ${whom}`} onClick={run}>
      Revoke
    </Button>
  );
}
