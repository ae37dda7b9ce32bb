'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { attemptAction } from '#components/exports/attempt-action.ts';
import { AlertDialog } from '#components/ui/alert-dialog.tsx';
import { Button } from '#components/ui/button.tsx';
import { toast } from '#components/ui/toast.tsx';
import type { ActionResult } from '#lib/web/action-state.ts';

type WebhookActionsProps = {
  id: string;
  enabled: boolean;
  turn: (input: { id: string; enabled: boolean }) => Promise<ActionResult<unknown>>;
  remove: (input: { id: string }) => Promise<ActionResult<unknown>>;
};

export function WebhookActions({ id, enabled, turn, remove }: WebhookActionsProps) {
  const router = useRouter();
  const [busy, setBusy] = useState(false);

  async function toggle() {
    setBusy(true);
    const answer = await attemptAction(turn({ id, enabled: !enabled }));
    setBusy(false);
    if (answer?.ok) toast.success(enabled ? 'Webhook disabled' : 'Webhook enabled');
    router.refresh();
  }

  async function confirm() {
    const answer = await attemptAction(remove({ id }));
    if (!answer?.ok) return;
    toast.success('Webhook deleted');
    router.push('/developers/webhooks');
  }

  return (
    <>
      <Button onClick={toggle} busy={busy}>
        {enabled ? 'Disable' : 'Enable'}
      </Button>
      <AlertDialog
        trigger={<Button>Delete</Button>}
        title="Delete this webhook?"
        description="Its receiver is told nothing any more, and its log goes. This cannot be undone."
        confirmLabel="Delete webhook"
        onConfirm={confirm}
      />
    </>
  );
}
