'use server';

import { z } from 'zod';
import { cloneDestination } from '#lib/destinations/clone-destination.ts';
import { createDestination } from '#lib/destinations/create-destination.ts';
import { deleteDestination } from '#lib/destinations/delete-destination.ts';
import { LONGEST_FILE, Passphrase } from '#lib/destinations/destination-file.ts';
import { DestinationInput } from '#lib/destinations/destination-input.ts';
import { exportFile } from '#lib/destinations/export-file.ts';
import { importFile } from '#lib/destinations/import-file.ts';
import { openDestinations } from '#lib/destinations/open-context.ts';
import { runProbe } from '#lib/destinations/run-probe.ts';
import { TestInput, testDestination } from '#lib/destinations/test-destination.ts';
import { trustHostKey } from '#lib/destinations/trust-host-key.ts';
import { updateDestination } from '#lib/destinations/update-destination.ts';
import { action } from '#lib/web/action.ts';

const One = z.object({ id: z.uuid() });
const Update = DestinationInput.extend({ id: z.uuid(), version: z.int().min(1) });
const Trust = One.extend({ fingerprint: z.string().max(200) });
const ExportFile = z.object({ passphrase: Passphrase.optional() });
const ImportFile = z.object({
  file: z.string().max(LONGEST_FILE, 'The file is too large: 900 kB at most.'),
  passphrase: z.string().max(1_000).optional(),
});

export const createDestinationAction = action(
  'destination.create',
  DestinationInput,
  ({ viewer, input }) => createDestination(openDestinations(viewer), input),
);

export const updateDestinationAction = action('destination.create', Update, ({ viewer, input }) =>
  updateDestination(openDestinations(viewer), input),
);

export const cloneDestinationAction = action('destination.create', One, ({ viewer, input }) =>
  cloneDestination(openDestinations(viewer), input.id),
);

export const deleteDestinationAction = action('destination.create', One, ({ viewer, input }) =>
  deleteDestination(openDestinations(viewer), input.id),
);

export const testDestinationAction = action('destination.create', TestInput, ({ viewer, input }) =>
  testDestination(openDestinations(viewer), input, runProbe),
);

export const trustHostKeyAction = action('destination.trust', Trust, ({ viewer, input }) =>
  trustHostKey(openDestinations(viewer), input),
);

export const exportFileAction = action('destination.create', ExportFile, ({ viewer, input }) =>
  exportFile(openDestinations(viewer), input),
);

export const importFileAction = action('destination.create', ImportFile, ({ viewer, input }) =>
  importFile(openDestinations(viewer), input),
);
