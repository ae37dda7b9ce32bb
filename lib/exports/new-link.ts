import { randomUUID } from 'node:crypto';
import { Failure } from '#lib/errors.ts';
import { followConnection } from './client-for.ts';
import type { ExportContext } from './context.ts';
import { createExport } from './create-export.ts';
import { findInputs } from './find-inputs.ts';
import { getOwnExport } from './find-own.ts';
import { sayGone } from './rerun-export.ts';

/**
 * New temporary URLs for what an export delivered, as a new export: from its inputs while they are
 * there, else from what it made, which outlives them by the time that it waited.
 *
 * @throws Failure GONE when neither is there.
 */
export async function newLink(
  context: ExportContext,
  { id, submissionId = randomUUID() }: { id: string; submissionId?: string | undefined },
): Promise<{ id: string }> {
  const row = await getOwnExport(context, id);
  if (row.operation !== 'export/url') {
    throw new Failure('INVALID_DATA', 'Only an export to temporary URLs has links to renew.');
  }
  const there = followConnection(context, row.connection);
  const inputs = await findInputs(there.client, row.inputTaskIds);
  const whole = inputs.every((one) => one.state === 'ready');
  const { archive_multiple_files: _, ...same } = row.options as Record<string, unknown>;
  return createExport(there, {
    operation: row.operation,
    // What it made is one ZIP already, if that was asked for.
    options: whole ? (row.options as Record<string, unknown>) : same,
    inputTaskIds: whole || !row.taskId ? row.inputTaskIds : [row.taskId],
    submissionId,
  }).catch(sayGone);
}
