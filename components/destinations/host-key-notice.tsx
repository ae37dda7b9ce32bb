'use client';

import { ShieldCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { RelativeTime } from '#components/relative-time.tsx';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import type { HostKey } from '#lib/operations/host-key.ts';

type HostKeyNoticeProps = {
  /** As people name the server. */
  address: string;
  shown: HostKey;
  /** ISO time at which it showed that key. */
  seenAt?: string | undefined;
  /** The fingerprint that is trusted; undefined when none is yet. */
  trusted?: string | undefined;
  /** For those who may trust it. */
  onTrust?: (() => void) | undefined;
  /** For the others: what to do instead. */
  otherwise?: string | undefined;
  busy?: boolean;
};

/** The host key of an SFTP server: whether it is the trusted one, and what it means when it is not. */
export function HostKeyNotice(props: HostKeyNoticeProps) {
  const { address, shown, seenAt, trusted, onTrust, busy = false } = props;
  const { otherwise = 'Ask an owner or admin of the team to trust it.' } = props;
  if (trusted === shown.fingerprint) {
    return (
      <Alert tone="success" className={LAYOUT}>
        <p className="font-medium">{address} shows the host key that is trusted.</p>
        <Keys>
          <Key title="Trusted" type={shown.type} fingerprint={shown.fingerprint} />
        </Keys>
      </Alert>
    );
  }
  const isChanged = trusted !== undefined;
  return (
    <Alert tone={isChanged ? 'danger' : 'warning'} className={LAYOUT}>
      <p className="font-medium">
        {isChanged
          ? `${address} shows another host key than the trusted one.`
          : `The host key of ${address} is not trusted yet.`}
      </p>
      <Keys>
        {isChanged && <Key title="Trusted before" fingerprint={trusted} />}
        <Key title="Shown now" type={shown.type} fingerprint={shown.fingerprint}>
          {seenAt && (
            <>
              Seen <RelativeTime at={seenAt} />
            </>
          )}
        </Key>
      </Keys>
      <p>
        {isChanged
          ? 'Either the server was set up anew, or somebody else answers in its place. Nothing is delivered until the new key is trusted. Ask whoever runs the server for its fingerprint, by another way than through this server.'
          : 'Compare it with the fingerprint that whoever runs the server tells you. Once it is trusted, files go only to a server that shows this key.'}
      </p>
      {onTrust ? (
        <Button className="w-fit" onClick={onTrust} busy={busy}>
          <ShieldCheck aria-hidden />
          Trust this key
        </Button>
      ) : (
        <p className="text-muted-foreground">{otherwise}</p>
      )}
    </Alert>
  );
}

const LAYOUT = '[&>div]:grid [&>div]:w-full [&>div]:grid-cols-[minmax(0,1fr)] [&>div]:gap-2';

function Keys({ children }: { children: ReactNode }) {
  return <dl className="grid gap-2">{children}</dl>;
}

type KeyProps = {
  title: string;
  type?: string;
  fingerprint: string;
  children?: ReactNode;
};

function Key({ title, type, fingerprint, children }: KeyProps) {
  return (
    <div className="grid min-w-0 gap-0.5">
      <dt className="text-xs text-muted-foreground">
        {title}
        {type && `, ${type}`}
      </dt>
      <dd className="flex min-w-0 items-center gap-1">
        <code className="min-w-0 font-mono text-xs break-all">{fingerprint}</code>
        <CopyButton
          iconOnly
          value={fingerprint}
          label={`Copy fingerprint: ${title.toLowerCase()}`}
        />
      </dd>
      {children && <dd className="text-xs text-muted-foreground">{children}</dd>}
    </div>
  );
}
