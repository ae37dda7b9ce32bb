import type { Metadata } from 'next';
import { NewExport } from '#components/exports/new-export.tsx';
import { readConnection } from '#components/files/file-query.ts';
import { PageHeading } from '#components/page-heading.tsx';
import { Alert } from '#components/ui/alert.tsx';
import { listConnectionChoices } from '#lib/connections/list-connections.ts';
import { listUsable } from '#lib/destinations/list-usable.ts';
import { openDestinations } from '#lib/destinations/open-context.ts';
import { openContextOf } from '#lib/exports/open-context.ts';
import { prepareExport } from '#lib/exports/prepare-export.ts';
import { runtime } from '#lib/runtime.ts';
import { can } from '#lib/teams/permissions.ts';
import { getViewer } from '#lib/web/viewer.ts';
import { createDestinationAction } from '../../destinations/actions.ts';
import { deleteFilesAction, importUrlAction, startUploadsAction } from '../../files/actions.ts';
import { createExportsAction } from '../actions.ts';

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
  const context = openDestinations(viewer);
  const chosenIds = [prepared.start?.destination?.id, [query.destination].flat()[0]].filter(isUuid);
  const [usable, { destinations: chosen }] = await Promise.all([
    listUsable(context),
    listUsable(context, { ids: chosenIds }),
  ]);
  return (
    <div className="grid gap-4">
      <PageHeading title="New export" />
      <NewExport
        // Files chosen of another connection begin anew.
        key={prepared.connection}
        offered={engine.operations().filter((id) => id.startsWith('export/'))}
        maxFileSize={env.MAX_FILE_SIZE}
        actions={{
          createExports: createExportsAction,
          ...(can(viewer.role, 'destination.create')
            ? { createDestination: createDestinationAction }
            : {}),
          startUploads: startUploadsAction,
          importUrl: importUrlAction,
          deleteFiles: deleteFilesAction,
        }}
        connections={connections}
        destinations={{ ...usable, chosen }}
        mayShare={can(viewer.role, 'destination.share')}
        {...prepared}
      />
    </div>
  );
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const isUuid = (text: string | undefined): text is string => text !== undefined && UUID.test(text);
