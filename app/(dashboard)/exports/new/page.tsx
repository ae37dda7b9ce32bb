import type { Metadata } from 'next';
import { NewExport } from '#components/exports/new-export.tsx';
import { PageHeading } from '#components/page-heading.tsx';
import { Alert } from '#components/ui/alert.tsx';
import { openContext } from '#lib/exports/open-context.ts';
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
  const { stored, start, notice } = await prepareExport(openContext(viewer), {
    fileIds: [query.files].flat()[0]?.split(',') ?? [],
    fromId: [query.from].flat()[0],
  });
  const { engine, env } = runtime();
  return (
    <div className="grid gap-4">
      <PageHeading title="New export" />
      <NewExport
        offered={engine.operations().filter((id) => id.startsWith('export/'))}
        maxFileSize={env.MAX_FILE_SIZE}
        actions={{
          createExport: createExportAction,
          startUploads: startUploadsAction,
          importUrl: importUrlAction,
          deleteFiles: deleteFilesAction,
        }}
        stored={stored}
        start={start}
        notice={notice}
      />
    </div>
  );
}
