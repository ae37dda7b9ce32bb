'use client';

import { attemptAction } from '#components/exports/attempt-action.ts';
import { AlertDialog } from '#components/ui/alert-dialog.tsx';
import { Button } from '#components/ui/button.tsx';
import type { ActionResult } from '#lib/web/action-state.ts';

export type LeaveTeamAction = (input: object) => Promise<ActionResult<unknown>>;

export function LeaveTeam({ teamName, leave }: { teamName: string; leave: LeaveTeamAction }) {
  async function confirm() {
    const answer = await attemptAction(leave({}));
    // From the ground up: nothing of the team may stay on the page.
    if (answer?.ok) window.location.assign('/exports');
  }
  return (
    <AlertDialog
      trigger={<Button size="sm">Leave</Button>}
      title={`Leave ${teamName}?`}
      description="Your API keys of this team end at once, and your private destinations are deleted. To come back you need an invitation."
      confirmLabel="Leave team"
      cancelLabel="Stay"
      onConfirm={confirm}
    />
  );
}
