'use client';

import { RotateCw } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { attemptAction } from '#components/exports/attempt-action.ts';
import { Button } from '#components/ui/button.tsx';
import { toast } from '#components/ui/toast.tsx';
import type { ActionResult } from '#lib/web/action-state.ts';

type SendAgainButtonProps = {
  id: string;
  /** The path under which deliveries have their pages. */
  base: string;
  sendAgain: (input: { id: string }) => Promise<ActionResult<{ id: string }>>;
};

export function SendAgainButton({ id, base, sendAgain }: SendAgainButtonProps) {
  const router = useRouter();
  const [busy, setBusy] = useState(false);

  async function send() {
    setBusy(true);
    const answer = await attemptAction(sendAgain({ id }));
    setBusy(false);
    if (!answer?.ok) return;
    toast.success('The event is sent again');
    router.push(`${base}/${answer.data.id}`);
  }

  return (
    <Button onClick={send} busy={busy}>
      <RotateCw aria-hidden />
      Send again
    </Button>
  );
}
