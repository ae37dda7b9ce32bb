'use client';

import { useQuery } from '@tanstack/react-query';
import { ArrowLeft } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { fetchJson } from '#components/fetch-json.ts';
import { PageHeading } from '#components/page-heading.tsx';
import { useClockSync } from '#components/ticker.tsx';
import type { ExportDetail } from '#lib/exports/types.ts';
import { ConnectionTrouble } from './connection-trouble.tsx';
import { type ExportActionSet, ExportActions } from './export-actions.tsx';
import { type Asked, ExportAsked } from './export-asked.tsx';
import { LateFiles, MissingFiles } from './export-deliveries.tsx';
import { ExportFailure } from './export-failure.tsx';
import { ExportLinks } from './export-links.tsx';
import { ExportProgress } from './export-progress.tsx';
import { ExportReceipt } from './export-receipt.tsx';
import { ExportStatus } from './export-status.tsx';
import { ExportTimeline } from './export-timeline.tsx';
import { goToNew } from './go-to-new.ts';
import { PollFailure } from './poll-failure.tsx';

type ExportViewProps = {
  initial: ExportDetail;
  asked: Asked[];
  /** The operation's title. */
  operation: string;
  actions: ExportActionSet;
};

/** Milliseconds between two looks at an export that has not ended; one that has is not looked at. */
const POLL_EVERY = 1_000;

export function ExportView({ initial, asked, operation, actions }: ExportViewProps) {
  const router = useRouter();
  const sync = useClockSync();
  const removed = useRef(false);
  const { data, error, refetch } = useQuery({
    queryKey: ['export', initial.id],
    queryFn: ({ signal }) => fetchJson<ExportDetail>(`/api/exports/${initial.id}`, signal),
    initialData: initial,
    initialDataUpdatedAt: Date.parse(initial.now),
    refetchInterval: (query) => (query.state.data?.endedAt ? false : POLL_EVERY),
    refetchOnWindowFocus: (query) => !query.state.data?.taskGone,
  });
  // A page that came from the browser's memory is older than what was polled meanwhile.
  const detail = data.updatedAt >= initial.updatedAt ? data : initial;
  useEffect(() => sync(Date.parse(detail.now)), [sync, detail.now]);

  const look = () => void refetch();
  const newLink = actions.newLink;
  const isLinks = detail.operation === 'export/url';
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <div className="grid grid-cols-[minmax(0,1fr)] gap-2">
        <Link
          href="/exports"
          className="flex w-fit items-center gap-1 rounded-sm text-sm text-muted-foreground hover:text-foreground"
        >
          <ArrowLeft aria-hidden className="size-4 rtl:rotate-180" />
          All exports
        </Link>
        <PageHeading
          title={
            <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <span className="min-w-0 wrap-anywhere">
                <bdi>{detail.filenames[0] ?? 'Export'}</bdi>
                {detail.fileCount > 1 && ` and ${detail.fileCount - 1} more`}
              </span>
              <span role="status">
                <ExportStatus row={detail} />
              </span>
            </span>
          }
        >
          <ExportActions
            detail={detail}
            actions={actions}
            onChange={look}
            onRemoved={() => {
              removed.current = true;
            }}
          />
        </PageHeading>
      </div>
      {error && !removed.current && <PollFailure error={error} />}
      {!error && <ConnectionTrouble detail={detail} />}
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6 lg:grid-cols-[minmax(0,1fr)_18rem]">
        <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] content-start gap-6">
          {!detail.endedAt && <ExportProgress detail={detail} />}
          {detail.status === 'error' && (
            <ExportFailure detail={detail} mayExport={actions.rerun !== undefined} />
          )}
          {detail.endedAt && <MissingFiles detail={detail} />}
          {isLinks
            ? detail.status === 'finished' && (
                <ExportLinks
                  detail={detail}
                  onExpire={look}
                  newLink={
                    newLink &&
                    (async () => {
                      await goToNew(router, newLink, detail.id);
                    })
                  }
                />
              )
            : detail.endedAt && detail.files.length > 0 && <ExportReceipt detail={detail} />}
          {detail.endedAt && <LateFiles detail={detail} />}
        </div>
        <aside className="grid min-w-0 grid-cols-[minmax(0,1fr)] content-start gap-6">
          <section aria-labelledby="timeline-heading" className="grid gap-3">
            <h2 id="timeline-heading" className="text-lg font-semibold">
              Timeline
            </h2>
            <ExportTimeline detail={detail} />
          </section>
          <ExportAsked operation={operation} asked={asked} detail={detail} />
        </aside>
      </div>
    </div>
  );
}
