'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { attemptAction } from '#components/exports/attempt-action.ts';
import { AlertDialog } from '#components/ui/alert-dialog.tsx';
import { toast } from '#components/ui/toast.tsx';
import type { DestinationDetail } from '#lib/destinations/types.ts';
import type { ActionResult } from '#lib/web/action-state.ts';
import { HostKeyNotice } from './host-key-notice.tsx';
import { serverAddress, trustedKey } from './server-address.ts';

/** Where it stands on the page. */
export const OFFERED_KEY = 'offered-key';

type OfferedKeyProps = {
  detail: DestinationDetail;
  /** Only for those who may. */
  trust?: (input: { id: string; fingerprint: string }) => Promise<ActionResult<unknown>>;
};

/** The server showed another host key than the trusted one, and deliveries stop until somebody decides. */
export function OfferedKey({ detail, trust }: OfferedKeyProps) {
  const router = useRouter();
  const [asking, setAsking] = useState(false);
  const { id, options, place, offeredHostKey } = detail;
  if (!offeredHostKey) return null;
  const { fingerprint, seenAt } = offeredHostKey;

  async function confirm() {
    const answer = await attemptAction(trust?.({ id, fingerprint }));
    if (!answer?.ok) return;
    toast.success('Host key trusted');
    router.refresh();
  }

  return (
    <div id={OFFERED_KEY}>
      <HostKeyNotice
        address={serverAddress(options) ?? place}
        shown={offeredHostKey}
        seenAt={seenAt}
        trusted={trustedKey(options)}
        onTrust={trust ? () => setAsking(true) : undefined}
      />
      <AlertDialog
        open={asking}
        onOpenChange={setAsking}
        title="Trust this host key?"
        description="From now on files and the stored secrets go only to a server that shows this key."
        confirmLabel="Trust it"
        cancelLabel="Not yet"
        onConfirm={confirm}
      />
    </div>
  );
}
