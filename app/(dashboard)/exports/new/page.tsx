import type { Metadata } from 'next';
import { NewExport } from '#components/exports/new-export.tsx';
import { readConnection } from '#components/files/file-query.ts';
import { PageHeading } from '#components/page-heading.tsx';
import { Alert } from '#components/ui/alert.tsx';
import { listConnectionChoices } from '#lib/connections/list-connections.ts';
import { openContextOf } from '#lib/exports/open-context.ts';
import { prepareExport } from '#lib/exports/prepare-export.ts';
import { runtime } from '#lib/runtime.ts';
import { can } from '#lib/teams/permissions.ts';
import { getViewer } from '#lib/web/viewer.ts';
import { deleteFilesAction, importUrlAction, startUploadsAction } from '../../files/actions.ts';
import { createExportAction } from '../actions.ts';

export const metadata: Metadata = { title: 'New export' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function NewExportPage({ searchParams }: Props) {
  const [viewer, query] = await Promise.all([getViewer(), searchParams]);
  if (!can(viewer.role, 'export.create')) {
    return (
      <div className="grid gap-4">
        <PageHeading title="New export" />
        <Alert tone="warning">Your role may look at exports, not make them. Ask an owner.</Alert>
      </div>
    );
  }
  const { engine, env, db } = runtime();
  const connections = await listConnectionChoices(db.prisma, viewer.teamId);
  const wanted = readConnection([query.connection].flat()[0]);
  // One that was deleted meanwhile is not offered; its files are said to be gone.
  const known = connections.find(({ id }) => id === wanted)?.id;
  const prepared = await prepareExport(await openContextOf(viewer, known, 'page'), {
    fileIds: [query.files].flat()[0]?.split(',') ?? [],
    fromId: [query.from].flat()[0],
  });
  return (
    <div className="grid gap-4">
      <PageHeading title="New export" />
      <NewExport
        // Files chosen of another connection begin anew.
        key={prepared.connection}
        offered={engine.operations().filter((id) => id.startsWith('export/'))}
        maxFileSize={env.MAX_FILE_SIZE}
        actions={{
          createExport: createExportAction,
          startUploads: startUploadsAction,
          importUrl: importUrlAction,
          deleteFiles: deleteFilesAction,
        }}
        connections={connections}
        {...prepared}
      />
    </div>
  );
}
