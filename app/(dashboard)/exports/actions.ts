'use server';

import { z } from 'zod';
import { cancelExport } from '#lib/exports/cancel-export.ts';
import { createExports } from '#lib/exports/create-exports.ts';
import { deleteExport } from '#lib/exports/delete-export.ts';
import { CreateExportsInput } from '#lib/exports/deliveries-input.ts';
import { newLink } from '#lib/exports/new-link.ts';
import { openContext, openContextOf } from '#lib/exports/open-context.ts';
import { rerunExport } from '#lib/exports/rerun-export.ts';
import { action } from '#lib/web/action.ts';

const One = z.object({ id: z.uuid() });
const Again = z.object({ id: z.uuid(), submissionId: z.uuid() });

export const createExportsAction = action(
  'export.create',
  CreateExportsInput,
  async ({ viewer, input }) => createExports(await openContextOf(viewer, input.connection), input),
);

export const rerunExportAction = action('export.create', Again, ({ viewer, input }) =>
  rerunExport(openContext(viewer), input),
);

export const newLinkAction = action('export.create', Again, ({ viewer, input }) =>
  newLink(openContext(viewer), input),
);

export const cancelExportAction = action('export.cancel', One, ({ viewer, input }) =>
  cancelExport(openContext(viewer), input.id),
);

export const deleteExportAction = action('export.delete', One, ({ viewer, input }) =>
  deleteExport(openContext(viewer), input.id),
);
