'use server';

import { DeleteFilesInput, deleteFiles } from '#lib/exports/delete-files.ts';
import { ImportUrlInput, importUrl } from '#lib/exports/import-url.ts';
import { openContextOf } from '#lib/exports/open-context.ts';
import { StartUploadsInput, startUploads } from '#lib/exports/start-uploads.ts';
import { action } from '#lib/web/action.ts';

export const startUploadsAction = action(
  'file.upload',
  StartUploadsInput,
  async ({ viewer, input }) =>
    startUploads(await openContextOf(viewer, input.connection), input.count),
);

export const importUrlAction = action('file.upload', ImportUrlInput, async ({ viewer, input }) =>
  importUrl(await openContextOf(viewer, input.connection), input.url),
);

export const deleteFilesAction = action(
  'file.delete',
  DeleteFilesInput,
  async ({ viewer, input }) =>
    deleteFiles(await openContextOf(viewer, input.connection), input.taskIds),
);
