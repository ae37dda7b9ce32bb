import { FolderOpen, SearchX } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { FileList } from '#components/files/file-list.tsx';
import { filesPath, readConnection, readPage } from '#components/files/file-query.ts';
import { FileSearch } from '#components/files/file-search.tsx';
import { FilesConnection } from '#components/files/files-connection.tsx';
import { LookedThrough } from '#components/files/looked-through.tsx';
import { PageHeading } from '#components/page-heading.tsx';
import { readSearch } from '#components/search-query.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { listConnectionChoices } from '#lib/connections/list-connections.ts';
import { tryFindFiles } from '#lib/exports/find-files.ts';
import { runtime } from '#lib/runtime.ts';
import { can } from '#lib/teams/permissions.ts';
import { getViewer } from '#lib/web/viewer.ts';
import { deleteFilesAction } from './actions.ts';

export const metadata: Metadata = { title: 'Files' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function FilesPage({ searchParams }: Props) {
  const [viewer, query] = await Promise.all([getViewer(), searchParams]);
  const read = (name: string) => [query[name]].flat()[0];
  const search = readSearch(read('q'));
  const connection = readConnection(read('connection'));
  const [connections, found] = await Promise.all([
    listConnectionChoices(runtime().db.prisma, viewer.teamId),
    tryFindFiles(viewer, { connection, search, page: readPage(read('page')) }),
  ]);
  const { rows, page, newer, older, lookedThrough, trouble } = found;
  const mayExport = can(viewer.role, 'export.create');
  return (
    <div className="grid gap-4">
      <PageHeading title="Files">
        <FilesConnection connections={connections} connection={connection} />
      </PageHeading>
      <FileSearch key={connection ?? ''} search={search} connection={connection} />
      {trouble && <Alert tone="warning">{trouble} Its files cannot be listed now.</Alert>}
      {rows.length > 0 && (
        <FileList
          // What was chosen of one connection says nothing about another.
          key={connection ?? ''}
          rows={rows}
          mayExport={mayExport}
          connection={connection}
          {...(can(viewer.role, 'file.delete') ? { remove: deleteFilesAction } : {})}
        />
      )}
      {rows.length === 0 && !trouble && (
        <Nothing search={search} page={page} mayExport={mayExport} connection={connection} />
      )}
      {lookedThrough !== null && <LookedThrough count={lookedThrough} more={older !== null} />}
      {(newer || older) && (
        <nav aria-label="Pages" className="flex justify-center gap-2">
          {newer && (
            <Button asChild>
              <Link href={filesPath(search, newer, connection)}>Newer files</Link>
            </Button>
          )}
          {older && (
            <Button asChild>
              <Link href={filesPath(search, older, connection)}>Older files</Link>
            </Button>
          )}
        </nav>
      )}
    </div>
  );
}

type NothingProps = {
  search: string | undefined;
  page: number;
  mayExport: boolean;
  connection: string | undefined;
};

function Nothing({ search, page, mayExport, connection }: NothingProps) {
  if (search || page > 1) {
    return (
      <EmptyState
        icon={SearchX}
        title={search ? `No file is named like “${search}”` : 'There are no files this far back'}
        action={
          <Button asChild>
            <Link href={filesPath(undefined, 1, connection)}>Show all files</Link>
          </Button>
        }
      >
        Files are kept for 24 hours.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={FolderOpen}
      title="No files yet"
      action={
        mayExport && (
          <Button asChild variant="primary">
            <Link href={`/exports/new${connection ? `?connection=${connection}` : ''}`}>
              New export
            </Link>
          </Button>
        )
      }
    >
      {connection
        ? 'Finished tasks of that account whose files are still there are listed here.'
        : 'Files that you add to an export stay here for 24 hours, to be exported again.'}
    </EmptyState>
  );
}
