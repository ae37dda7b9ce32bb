'use server';

import { DeleteFilesInput, deleteFiles } from '#lib/exports/delete-files.ts';
import { ImportUrlInput, importUrl } from '#lib/exports/import-url.ts';
import { openContext } from '#lib/exports/open-context.ts';
import { StartUploadsInput, startUploads } from '#lib/exports/start-uploads.ts';
import { action } from '#lib/web/action.ts';

export const startUploadsAction = action('file.upload', StartUploadsInput, ({ viewer, input }) =>
  startUploads(openContext(viewer), input.count),
);

export const importUrlAction = action('file.upload', ImportUrlInput, ({ viewer, input }) =>
  importUrl(openContext(viewer), input.url),
);

export const deleteFilesAction = action('file.delete', DeleteFilesInput, ({ viewer, input }) =>
  deleteFiles(openContext(viewer), input.taskIds),
);
