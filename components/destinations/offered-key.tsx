'use client';

import { useRouter } from 'next/navigation';
import { attemptAction } from '#components/exports/attempt-action.ts';
import { RelativeTime } from '#components/relative-time.tsx';
import { Alert } from '#components/ui/alert.tsx';
import { AlertDialog } from '#components/ui/alert-dialog.tsx';
import { Button } from '#components/ui/button.tsx';
import { toast } from '#components/ui/toast.tsx';
import type { OfferedHostKey } from '#lib/destinations/types.ts';
import type { ActionResult } from '#lib/web/action-state.ts';

type OfferedKeyProps = {
  id: string;
  hostKey: OfferedHostKey;
  /** Only for those who may. */
  trust?: (input: { id: string; fingerprint: string }) => Promise<ActionResult<unknown>>;
};

/** The server showed another host key than the trusted one, and deliveries stop until somebody decides. */
export function OfferedKey({ id, hostKey, trust }: OfferedKeyProps) {
  const router = useRouter();
  const { type, fingerprint, seenAt } = hostKey;
  return (
    <Alert tone="danger">
      <p className="font-medium">The server shows another host key. Deliveries stop here.</p>
      <p>
        It was seen <RelativeTime at={seenAt} />. Either the server was set up anew, or somebody
        stands between. Ask its administrator whether this is its key:
      </p>
      <p className="my-1 font-mono text-xs break-all">
        {type} {fingerprint}
      </p>
      {trust ? (
        <AlertDialog
          trigger={<Button size="sm">Trust this key</Button>}
          title="Trust this host key?"
          description={`From now on files go only to the server that has ${fingerprint}. Stored secrets are sent to it.`}
          confirmLabel="Trust this key"
          cancelLabel="Not yet"
          onConfirm={async () => {
            const answer = await attemptAction(trust({ id, fingerprint }));
            if (!answer?.ok) return;
            toast.success('Host key trusted');
            router.refresh();
          }}
        />
      ) : (
        <p>An owner or admin can trust it.</p>
      )}
    </Alert>
  );
}
