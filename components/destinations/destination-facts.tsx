import Link from 'next/link';
import type { ReactNode } from 'react';
import { OperationIcon } from '#components/operation-icon.tsx';
import { RelativeTime } from '#components/relative-time.tsx';
import type { DestinationDetail } from '#lib/destinations/types.ts';
import { plural } from '#lib/ui/plural.ts';
import { ExpiryBadge } from './expiry-badge.tsx';
import { TestState } from './test-state.tsx';

/** How a destination fares. */
export function DestinationFacts({
  detail,
  operation,
}: {
  detail: DestinationDetail;
  /** The operation's title. */
  operation: string;
}) {
  const { usedBy, allowedRoles } = detail;
  const roles = allowedRoles.length > 0 ? ` (${allowedRoles.join(', ')})` : '';
  return (
    <section aria-labelledby="facts-heading" className="grid gap-3">
      <h2 id="facts-heading" className="text-lg font-semibold">
        State
      </h2>
      <dl className="grid gap-2 text-sm">
        <Fact term="Operation">
          <OperationIcon operation={detail.operation} className="me-1.5 inline align-[-0.2em]" />
          {operation}
        </Fact>
        <Fact term="Place">
          <span className="wrap-anywhere">{detail.place || 'Left open'}</span>
        </Fact>
        <Fact term="Shared with">{detail.shared ? `The team${roles}` : 'Only me'}</Fact>
        <Fact term="Test">
          <TestState test={detail.test} testedAt={detail.testedAt} />
        </Fact>
        {detail.expiresAt && (
          <Fact term="Credentials">
            <ExpiryBadge at={detail.expiresAt} />
          </Fact>
        )}
        <Fact term="Used by">
          {usedBy.exports === 0 ? (
            'No export yet'
          ) : (
            <Link
              href={`/exports?q=${encodeURIComponent(detail.name)}`}
              className="rounded-sm underline underline-offset-2"
            >
              {plural(usedBy.exports, 'export')}
            </Link>
          )}
          {usedBy.running > 0 && `, ${usedBy.running} running`}
        </Fact>
        <Fact term="Last used">
          {detail.lastUsedAt ? <RelativeTime at={detail.lastUsedAt} /> : 'Never'}
        </Fact>
        <Fact term="Changed">
          <RelativeTime at={detail.updatedAt} />
        </Fact>
      </dl>
    </section>
  );
}

export function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-xs text-muted-foreground">{term}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}
