'use client';

import { useRouter } from 'next/navigation';
import { attemptAction } from '#components/exports/attempt-action.ts';
import { AlertDialog } from '#components/ui/alert-dialog.tsx';
import { Button } from '#components/ui/button.tsx';
import { toast } from '#components/ui/toast.tsx';
import type { ActionResult } from '#lib/web/action-state.ts';

type RevokeButtonProps = {
  /** Whose button it is, among many of them. */
  name: string;
  title: string;
  description: string;
  /** What is said afterwards. */
  done: string;
  revoke: () => Promise<ActionResult<unknown>>;
};

export function RevokeButton({ name, title, description, done, revoke }: RevokeButtonProps) {
  const router = useRouter();
  async function confirm() {
    const answer = await attemptAction(revoke());
    if (answer?.ok) toast.success(done);
    router.refresh();
  }
  return (
    <AlertDialog
      trigger={
        <Button size="sm" aria-label={`Revoke ${name}`}>
          Revoke
        </Button>
      }
      title={title}
      description={description}
      confirmLabel="Revoke"
      onConfirm={confirm}
    />
  );
}
