import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { ExportView } from '#components/exports/export-view.tsx';
import { isFailure } from '#lib/errors.ts';
import { describeOptions } from '#lib/exports/describe-options.ts';
import { getExport } from '#lib/exports/get-export.ts';
import { openContext } from '#lib/exports/open-context.ts';
import { getOperation } from '#lib/operations/registry.ts';
import { can } from '#lib/teams/permissions.ts';
import { getViewer } from '#lib/web/viewer.ts';
import {
  cancelExportAction,
  deleteExportAction,
  newLinkAction,
  rerunExportAction,
} from '../actions.ts';

type Props = { params: Promise<{ id: string }> };

/** Once a request: the title and the page tell of the same export. */
const findExport = cache(async (id: string) => {
  const viewer = await getViewer();
  try {
    return await getExport(openContext(viewer), id);
  } catch (error) {
    if (isFailure(error) && error.code === 'NOT_FOUND') notFound();
    throw error;
  }
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const detail = await findExport((await params).id);
  return { title: `Export of ${detail.filenames[0] ?? 'files'}` };
}

export default async function ExportPage({ params }: Props) {
  const [viewer, { id }] = await Promise.all([getViewer(), params]);
  const detail = await findExport(id);
  const operation = getOperation(detail.operation);
  const mayCreate = can(viewer.role, 'export.create');
  return (
    <ExportView
      key={detail.id}
      initial={detail}
      operation={operation.title}
      asked={describeOptions(operation, detail.options, detail.secretNames)}
      actions={{
        ...(mayCreate ? { rerun: rerunExportAction, newLink: newLinkAction } : {}),
        ...(can(viewer.role, 'export.cancel') ? { cancel: cancelExportAction } : {}),
        ...(can(viewer.role, 'export.delete') ? { remove: deleteExportAction } : {}),
      }}
    />
  );
}
