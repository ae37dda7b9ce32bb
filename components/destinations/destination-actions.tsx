'use client';

import { Copy, Send, Trash2 } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { attemptAction } from '#components/exports/attempt-action.ts';
import { AlertDialog } from '#components/ui/alert-dialog.tsx';
import { Button } from '#components/ui/button.tsx';
import { toast } from '#components/ui/toast.tsx';
import type { DestinationDetail } from '#lib/destinations/types.ts';
import { plural } from '#lib/ui/plural.ts';
import type { ActionResult } from '#lib/web/action-state.ts';

type DestinationActionsProps = {
  detail: DestinationDetail;
  /** What the viewer may do; what is not allowed is not there. */
  actions: {
    clone?: (input: { id: string }) => Promise<ActionResult<{ id: string }>>;
    remove?: (input: { id: string }) => Promise<ActionResult<unknown>>;
  };
};

export function DestinationActions({ detail, actions }: DestinationActionsProps) {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const { id, name } = detail;

  async function clone() {
    setBusy(true);
    const answer = await attemptAction(actions.clone?.({ id }));
    setBusy(false);
    if (!answer?.ok) return;
    toast.success('Copied, secrets and all');
    router.push(`/destinations/${answer.data.id}`);
  }

  async function remove() {
    const answer = await attemptAction(actions.remove?.({ id }));
    if (!answer?.ok) return;
    toast.success('Destination deleted');
    router.push('/destinations');
  }

  return (
    <>
      {detail.mayUse && (
        <Button asChild>
          <Link href={`/exports/new?destination=${id}`}>
            <Send aria-hidden />
            Export with it
          </Link>
        </Button>
      )}
      {actions.clone && (
        <Button onClick={clone} busy={busy}>
          <Copy aria-hidden />
          Make a copy
        </Button>
      )}
      {actions.remove && (
        <AlertDialog
          trigger={
            <Button>
              <Trash2 aria-hidden />
              Delete
            </Button>
          }
          title={`Delete “${name}”?`}
          description={describeLoss(detail)}
          confirmLabel="Delete destination"
          onConfirm={remove}
        />
      )}
    </>
  );
}

function describeLoss({ usedBy: { exports, running } }: DestinationDetail): string {
  const used =
    exports === 0
      ? 'No export was made with it.'
      : `${plural(exports, 'export')} made with it ${exports === 1 ? 'stays' : 'stay'} in the list.`;
  const under = running === 0 ? '' : ` ${running} of them still running go on to their end.`;
  return `${used}${under} Its stored secrets are erased at once, and nobody can export with it any more. This cannot be undone.`;
}
