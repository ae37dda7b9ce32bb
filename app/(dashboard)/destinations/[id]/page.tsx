import { ArrowLeft } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { ColourDot } from '#components/destinations/colour-dot.tsx';
import { DestinationActions } from '#components/destinations/destination-actions.tsx';
import { DestinationFacts } from '#components/destinations/destination-facts.tsx';
import { DestinationForm } from '#components/destinations/destination-form.tsx';
import { DestinationHistory } from '#components/destinations/destination-history.tsx';
import { DestinationSummary } from '#components/destinations/destination-summary.tsx';
import { OfferedKey } from '#components/destinations/offered-key.tsx';
import { PageHeading } from '#components/page-heading.tsx';
import { getDestination } from '#lib/destinations/get-destination.ts';
import { listHistory } from '#lib/destinations/list-history.ts';
import { openDestinations } from '#lib/destinations/open-context.ts';
import { isFailure } from '#lib/errors.ts';
import { describeOptions } from '#lib/exports/describe-options.ts';
import { getOperation } from '#lib/operations/registry.ts';
import { runtime } from '#lib/runtime.ts';
import { can } from '#lib/teams/permissions.ts';
import { getViewer } from '#lib/web/viewer.ts';
import {
  cloneDestinationAction,
  deleteDestinationAction,
  testDestinationAction,
  trustHostKeyAction,
  updateDestinationAction,
} from '../actions.ts';

type Props = { params: Promise<{ id: string }> };

/** Once a request: the title and the page tell of the same destination. */
const findDestination = cache(async (id: string) => {
  const viewer = await getViewer();
  try {
    return await getDestination(openDestinations(viewer), id);
  } catch (error) {
    if (isFailure(error) && error.code === 'NOT_FOUND') notFound();
    throw error;
  }
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await findDestination((await params).id)).name };
}

export default async function DestinationPage({ params }: Props) {
  const [viewer, { id }] = await Promise.all([getViewer(), params]);
  const detail = await findDestination(id);
  const history = await listHistory(openDestinations(viewer), id);
  const operation = getOperation(detail.operation);
  const mayTrust = detail.mayEdit && can(viewer.role, 'destination.trust');
  const trust = mayTrust ? { trust: trustHostKeyAction } : {};
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <div className="grid gap-2">
        <Link
          href="/destinations"
          className="flex w-fit items-center gap-1 rounded-sm text-sm text-muted-foreground hover:text-foreground"
        >
          <ArrowLeft aria-hidden className="size-4 rtl:rotate-180" />
          All destinations
        </Link>
        <PageHeading
          title={
            <span className="flex items-center gap-2.5">
              <ColourDot colour={detail.colour} className="size-2.5" />
              <span className="min-w-0 wrap-anywhere">{detail.name}</span>
            </span>
          }
        >
          <DestinationActions
            detail={detail}
            actions={
              detail.mayEdit
                ? { clone: cloneDestinationAction, remove: deleteDestinationAction }
                : {}
            }
          />
        </PageHeading>
      </div>
      {detail.offeredHostKey && <OfferedKey detail={detail} {...trust} />}
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6 lg:grid-cols-[minmax(0,1fr)_18rem]">
        {detail.mayEdit ? (
          <DestinationForm
            // What was saved is another form: it starts with what is stored now.
            key={detail.version}
            detail={detail}
            mayShare={can(viewer.role, 'destination.share')}
            facts={{
              at: runtime().clock.now().toISOString(),
              person: viewer.name,
              team: viewer.teamName,
            }}
            actions={{
              update: updateDestinationAction,
              test: testDestinationAction,
              ...trust,
            }}
          />
        ) : (
          <DestinationSummary
            detail={detail}
            summary={describeOptions(operation, detail.options)}
          />
        )}
        <aside className="grid min-w-0 content-start gap-6">
          <DestinationFacts detail={detail} operation={operation.title} />
          <DestinationHistory entries={history} />
        </aside>
      </div>
    </div>
  );
}
