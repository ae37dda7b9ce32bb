import { MapPin, SearchX } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { destinationsPath } from '#components/destinations/destination-query.ts';
import { DestinationSearch } from '#components/destinations/destination-search.tsx';
import { DestinationTable } from '#components/destinations/destination-table.tsx';
import { FileMenu } from '#components/destinations/file-menu.tsx';
import { PageHeading } from '#components/page-heading.tsx';
import { readSearch } from '#components/search-query.ts';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { listDestinations } from '#lib/destinations/list-destinations.ts';
import { openDestinations } from '#lib/destinations/open-context.ts';
import { exportTitles } from '#lib/exports/offered-exports.ts';
import { can } from '#lib/teams/permissions.ts';
import { getViewer } from '#lib/web/viewer.ts';
import { exportFileAction, importFileAction } from './actions.ts';

export const metadata: Metadata = { title: 'Destinations' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function DestinationsPage({ searchParams }: Props) {
  const [viewer, query] = await Promise.all([getViewer(), searchParams]);
  const search = readSearch([query.q].flat()[0]);
  const cursor = [query.after].flat()[0];
  const { rows, nextCursor } = await listDestinations(openDestinations(viewer), {
    text: search,
    cursor,
  });
  const mayCreate = can(viewer.role, 'destination.create');
  return (
    <div className="grid gap-4">
      <PageHeading title="Destinations">
        {mayCreate && (
          <>
            <FileMenu
              exportFile={exportFileAction}
              importFile={importFileAction}
              mayTakeSecrets={can(viewer.role, 'team.own')}
            />
            <Button asChild variant="primary">
              <Link href="/destinations/new">New destination</Link>
            </Button>
          </>
        )}
      </PageHeading>
      {(rows.length > 0 || search || cursor) && <DestinationSearch search={search} />}
      {rows.length > 0 ? (
        <DestinationTable rows={rows} titles={exportTitles()} />
      ) : (
        <Nothing search={search} isLater={cursor !== undefined} mayCreate={mayCreate} />
      )}
      {(cursor || nextCursor) && (
        <nav aria-label="Pages" className="flex justify-center gap-2">
          {cursor && (
            <Button asChild>
              <Link href={destinationsPath(search)}>First page</Link>
            </Button>
          )}
          {nextCursor && (
            <Button asChild>
              <Link href={destinationsPath(search, nextCursor)}>More destinations</Link>
            </Button>
          )}
        </nav>
      )}
    </div>
  );
}

type NothingProps = { search: string | undefined; isLater: boolean; mayCreate: boolean };

function Nothing({ search, isLater, mayCreate }: NothingProps) {
  if (search || isLater) {
    return (
      <EmptyState
        icon={SearchX}
        title={search ? `No destination matches “${search}”` : 'There are no more destinations'}
        action={
          <Button asChild>
            <Link href="/destinations">Show all destinations</Link>
          </Button>
        }
      />
    );
  }
  return (
    <EmptyState
      icon={MapPin}
      title="No destinations yet"
      action={
        mayCreate && (
          <Button asChild variant="primary">
            <Link href="/destinations/new">New destination</Link>
          </Button>
        )
      }
    >
      A destination is a place to export to, saved with its settings and its keys. Whoever exports
      picks it by name; nobody can read the keys again.
    </EmptyState>
  );
}
