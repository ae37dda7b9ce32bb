import { FolderOpen, SearchX } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { FileList } from '#components/files/file-list.tsx';
import { filesPath, readPage, readSearch } from '#components/files/file-query.ts';
import { FileSearch } from '#components/files/file-search.tsx';
import { PageHeading } from '#components/page-heading.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { listFiles } from '#lib/exports/list-files.ts';
import { openContext } from '#lib/exports/open-context.ts';
import { can } from '#lib/teams/permissions.ts';
import { getViewer } from '#lib/web/viewer.ts';
import { deleteFilesAction } from './actions.ts';

export const metadata: Metadata = { title: 'Files' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function FilesPage({ searchParams }: Props) {
  const [viewer, query] = await Promise.all([getViewer(), searchParams]);
  const search = readSearch([query.q].flat()[0]);
  const page = readPage([query.page].flat()[0]);
  const { client, clock } = openContext(viewer);
  const { rows, more } = await listFiles(client, { search, page, now: clock.now() });
  const mayExport = can(viewer.role, 'export.create');
  return (
    <div className="grid gap-4">
      <PageHeading title="Files" />
      <FileSearch search={search} />
      {rows.length > 0 ? (
        <FileList
          rows={rows}
          mayExport={mayExport}
          {...(can(viewer.role, 'file.delete') ? { remove: deleteFilesAction } : {})}
        />
      ) : (
        <Nothing search={search} page={page} mayExport={mayExport} />
      )}
      {(page > 1 || more) && (
        <nav aria-label="Pages" className="flex justify-center gap-2">
          {page > 1 && (
            <Button asChild>
              <Link href={filesPath(search, page - 1)}>Newer files</Link>
            </Button>
          )}
          {more && (
            <Button asChild>
              <Link href={filesPath(search, page + 1)}>Older files</Link>
            </Button>
          )}
        </nav>
      )}
    </div>
  );
}

type NothingProps = { search: string | undefined; page: number; mayExport: boolean };

function Nothing({ search, page, mayExport }: NothingProps) {
  if (search || page > 1) {
    return (
      <EmptyState
        icon={SearchX}
        title={search ? `No file is named like “${search}”` : 'There are no files this far back'}
        action={
          <Button asChild>
            <Link href="/files">Show all files</Link>
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
            <Link href="/exports/new">New export</Link>
          </Button>
        )
      }
    >
      Files that you add to an export stay here for 24 hours, to be exported again.
    </EmptyState>
  );
}
