'use client';

import { useEffect } from 'react';
import { MessagePage } from './message-page.tsx';
import { Button } from './ui/button.tsx';

type ErrorMessageProps = { error: unknown; retry: () => void };

/** The number under which the server's log has the cause; the cause itself is not for the screen. */
function findDigest(error: unknown): string | undefined {
  return error instanceof Error && 'digest' in error ? String(error.digest) : undefined;
}

export function ErrorMessage({ error, retry }: ErrorMessageProps) {
  useEffect(() => console.error(error), [error]);
  const digest = findDigest(error);
  return (
    <MessagePage
      title="This page broke"
      action={
        <Button variant="primary" onClick={() => retry()}>
          Try again
        </Button>
      }
    >
      <p>Nothing you sent is lost. Try again; if it stays, the log of the server says why.</p>
      {digest && (
        <p className="text-sm">
          Look there for <code className="font-mono text-foreground">{digest}</code>.
        </p>
      )}
    </MessagePage>
  );
}
