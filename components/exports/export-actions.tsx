'use client';

import { Ban, Pencil, RotateCw, Trash2 } from 'lucide-react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { toast } from '#components/ui/toast.tsx';
import type { ExportDetail } from '#lib/exports/types.ts';
import type { ActionResult } from '#lib/web/action-state.ts';
import { attemptAction } from './attempt-action.ts';
import { type Again, editPath, goToNew } from './go-to-new.ts';
import { newSubmissionId } from './submission-id.ts';

const AlertDialog = dynamic(
  () => import('#components/ui/alert-dialog.tsx').then((module) => module.AlertDialog),
  { ssr: false },
);

type One = (input: { id: string }) => Promise<ActionResult<unknown>>;

/** What the viewer's role allows; an action that is not allowed is not there. */
export type ExportActionSet = { rerun?: Again; newLink?: Again; cancel?: One; remove?: One };

type ExportActionsProps = {
  detail: ExportDetail;
  actions: ExportActionSet;
  /** Something was done: look again now. */
  onChange: () => void;
  /** It is gone: stop looking. */
  onRemoved: () => void;
};

export function ExportActions({ detail, actions, onChange, onRemoved }: ExportActionsProps) {
  const router = useRouter();
  const [busy, setBusy] = useState<'cancel' | 'rerun' | null>(null);
  const [asking, setAsking] = useState<boolean>();
  const submission = useRef<string>(undefined);
  const open = detail.status === 'waiting' || detail.status === 'processing';

  async function cancel() {
    setBusy('cancel');
    const answer = await attemptAction(actions.cancel?.({ id: detail.id }));
    setBusy(null);
    if (answer?.ok) toast.success('Export cancelled');
    onChange();
  }

  async function rerun() {
    setBusy('rerun');
    // A broken connection leaves open whether it went through: the same press may come again.
    submission.current ??= newSubmissionId();
    if (await goToNew(router, actions.rerun, detail.id, submission.current))
      submission.current = undefined;
    setBusy(null);
  }

  async function remove() {
    const answer = await attemptAction(actions.remove?.({ id: detail.id }));
    if (!answer?.ok) return;
    onRemoved();
    toast.success('Export deleted');
    router.push('/exports');
  }

  return (
    <>
      {open && actions.cancel && (
        <Button onClick={cancel} busy={busy === 'cancel'}>
          <Ban aria-hidden />
          Cancel export
        </Button>
      )}
      {actions.rerun && (
        <>
          <Button onClick={rerun} busy={busy === 'rerun'}>
            <RotateCw aria-hidden />
            Run again
          </Button>
          <Button asChild>
            <Link href={editPath(detail.id)} prefetch={false}>
              <Pencil aria-hidden />
              Run again with edits
            </Link>
          </Button>
        </>
      )}
      {actions.remove && (
        <Button onClick={() => setAsking(true)}>
          <Trash2 aria-hidden />
          Delete
        </Button>
      )}
      {asking !== undefined && (
        <AlertDialog
          open={asking}
          onOpenChange={setAsking}
          title="Delete this export?"
          description={
            open
              ? 'It stops, and nothing of it remains. This cannot be undone.'
              : detail.operation === 'export/url'
                ? 'Its temporary URLs stop working at once, for everybody who has them. This cannot be undone.'
                : 'Its receipt goes; what was delivered stays where it is. This cannot be undone.'
          }
          confirmLabel="Delete export"
          onConfirm={remove}
        />
      )}
    </>
  );
}
