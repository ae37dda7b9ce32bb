'use client';

import Link from 'next/link';
import { useOrigin } from '#components/use-origin.ts';
import { CodeLine } from './code-line.tsx';

/** @param appUrl the address that the administrator gave; else the one the reader came by. */
export function TryIt({ appUrl }: { appUrl: string | undefined }) {
  const origin = useOrigin();
  const base = `${appUrl ?? origin}/v2`;
  return (
    <section aria-labelledby="try-it" className="grid max-w-3xl gap-2">
      <h2 id="try-it" className="text-base font-semibold">
        Try it
      </h2>
      <p className="text-sm text-muted-foreground">
        Programs talk to Slipway as they do to the CloudConvert API v2, with this base URL.{' '}
        <Link
          href="/docs/api"
          prefetch={false}
          className="text-primary underline underline-offset-4"
        >
          Read the reference
        </Link>
        .
      </p>
      <CodeLine label="Base URL" text={base} copyLabel="Copy base URL" />
      <CodeLine
        label="A first call"
        text={`curl ${base}/users/me -H 'Authorization: Bearer YOUR_API_KEY'`}
        copyLabel="Copy command"
      />
    </section>
  );
}
