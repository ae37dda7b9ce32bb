'use client';

import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogContent, DialogTrigger } from '#components/ui/dialog.tsx';
import type { RoleName } from '#lib/ui/role-words.ts';
import type { SentInvitation } from '#lib/web/send-invitation.ts';
import { InvitationLink } from './invitation-link.tsx';
import { type InviteAction, InviteForm } from './invite-form.tsx';

type InviteDialogProps = {
  roles: readonly RoleName[];
  hasMailServer: boolean;
  invite: InviteAction;
};

/** Makes an invitation, then shows its link: once, since nobody keeps it. */
export function InviteDialog({ roles, hasMailServer, invite }: InviteDialogProps) {
  const [open, setOpen] = useState(false);
  const [sent, setSent] = useState<SentInvitation>();

  function change(next: boolean) {
    setOpen(next);
    if (next) setSent(undefined);
  }

  return (
    <Dialog open={open} onOpenChange={change}>
      <DialogTrigger asChild>
        <Button variant="primary">
          <UserPlus aria-hidden />
          Invite
        </Button>
      </DialogTrigger>
      <DialogContent
        title={sent ? 'Invitation' : 'Invite to the team'}
        description={
          sent
            ? 'This link is shown once. It lets one person in, within 7 days.'
            : 'Makes a link that lets one person in, once, within 7 days.'
        }
      >
        {sent ? (
          <InvitationLink {...sent} onDone={() => change(false)} />
        ) : (
          <InviteForm
            roles={roles}
            hasMailServer={hasMailServer}
            invite={invite}
            onSent={setSent}
          />
        )}
      </DialogContent>
    </Dialog>
  );
}
