'use client';

import { attemptAction } from '#components/exports/attempt-action.ts';
import { AlertDialog } from '#components/ui/alert-dialog.tsx';
import { Button } from '#components/ui/button.tsx';
import { toast } from '#components/ui/toast.tsx';
import type { TeamMember } from '#lib/teams/list-members.ts';
import type { ActionResult } from '#lib/web/action-state.ts';

export type RemoveMemberAction = (input: { id: string }) => Promise<ActionResult<unknown>>;

type RemoveMemberProps = { member: TeamMember; teamName: string; remove: RemoveMemberAction };

export function RemoveMember({ member, teamName, remove }: RemoveMemberProps) {
  const { userId, name } = member;
  async function confirm() {
    const answer = await attemptAction(remove({ id: userId }));
    if (answer?.ok) toast.success(`${name} is no longer in the team`);
  }
  return (
    <AlertDialog
      trigger={
        <Button size="sm" aria-label={`Remove ${name}`}>
          Remove
        </Button>
      }
      title={`Remove ${name} from ${teamName}?`}
      description="Their sessions and API keys of this team end at once, and their private destinations are deleted. Exports they made stay."
      confirmLabel="Remove"
      cancelLabel="Keep them"
      onConfirm={confirm}
    />
  );
}
