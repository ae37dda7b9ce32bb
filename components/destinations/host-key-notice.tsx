'use client';

import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import type { HostKey } from '#lib/engine/probe/report.ts';

type HostKeyNoticeProps = {
  hostKey: HostKey;
  trusted: boolean;
  onTrust?: (() => Promise<void>) | undefined;
};

/** The key that an SSH server shows, for a person to compare. */
export function HostKeyNotice({ hostKey, trusted, onTrust }: HostKeyNoticeProps) {
  return (
    <Alert tone={trusted ? 'success' : 'warning'}>
      <p>
        {trusted ? 'The server shows the trusted host key.' : 'Nobody has trusted this host key.'}
      </p>
      <p className="font-mono text-xs break-all">
        {hostKey.type} {hostKey.fingerprint}
      </p>
      {onTrust && <Button onClick={onTrust}>Trust this key</Button>}
    </Alert>
  );
}
