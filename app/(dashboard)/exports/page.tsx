import type { Metadata } from 'next';
import Link from 'next/link';
import { ExportFilters } from '#components/exports/export-filters.tsx';
import { ExportList } from '#components/exports/export-list.tsx';
import { readFilter } from '#components/exports/filter-query.ts';
import { PageHeading } from '#components/page-heading.tsx';
import { Button } from '#components/ui/button.tsx';
import { noteConnections } from '#lib/connections/list-connections.ts';
import { listExports } from '#lib/exports/list-exports.ts';
import { listPeople } from '#lib/exports/list-people.ts';
import { exportTitles } from '#lib/exports/offered-exports.ts';
import { runtime } from '#lib/runtime.ts';
import { can } from '#lib/teams/permissions.ts';
import { getViewer } from '#lib/web/viewer.ts';

export const metadata: Metadata = { title: 'Exports' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function ExportsPage({ searchParams }: Props) {
  const [viewer, query] = await Promise.all([getViewer(), searchParams]);
  const { db, clock } = runtime();
  const filter = readFilter((name) => [query[name]].flat()[0]);
  const { teamId } = viewer;
  const [page, people, connections] = await Promise.all([
    listExports(db.prisma, { teamId, filter, now: clock.now() }),
    listPeople(db.prisma, teamId),
    noteConnections(db.prisma, teamId),
  ]);
  const operations = exportTitles();
  const mayExport = can(viewer.role, 'export.create');
  return (
    <div className="grid gap-4">
      <PageHeading title="Exports">
        {mayExport && (
          <Button asChild variant="primary">
            <Link href="/exports/new">New export</Link>
          </Button>
        )}
      </PageHeading>
      <ExportFilters
        filter={filter}
        operations={Object.entries(operations).map(([id, label]) => ({ id, label }))}
        people={people.map(({ id, name }) => ({ id, label: name }))}
      />
      {/* Another filter is another list: nothing of the last one stays. */}
      <ExportList
        key={JSON.stringify(filter)}
        page={page}
        filter={filter}
        operations={operations}
        mayExport={mayExport}
        connections={connections}
      />
    </div>
  );
}
