import { randomUUID } from 'node:crypto';
import { Failure, isFailure } from '#lib/errors.ts';
import { followConnection } from './client-for.ts';
import type { ExportContext } from './context.ts';
import { createExport, filesOf, refuseMissing } from './create-export.ts';
import { findInputs } from './find-inputs.ts';
import { getOwnExport } from './find-own.ts';
import { findSubmission, handOver } from './hand-over.ts';

/**
 * The same again: operation, options and files, as a new export. Secrets are not kept with an
 * export, but its task has them while it lives: then it is the task that is retried.
 *
 * @returns no id when the task is gone: the secrets have to be filled in anew.
 * @throws Failure GONE when its files are no longer here.
 */
export async function rerunExport(
  context: ExportContext,
  { id, submissionId = randomUUID() }: { id: string; submissionId?: string | undefined },
): Promise<{ id: string | null }> {
  const row = await getOwnExport(context, id);
  const { operation, inputTaskIds, secretNames, taskId } = row;
  const there = followConnection(context, row.connection);
  const options = row.options as Record<string, unknown>;
  if (secretNames.length === 0) {
    return createExport(there, { operation, options, inputTaskIds, submissionId }).catch(sayGone);
  }
  const earlier = await findSubmission(context, submissionId);
  if (earlier) return earlier;
  const inputs = await findInputs(there.client, inputTaskIds);
  try {
    refuseMissing(inputs);
  } catch (error) {
    sayGone(error);
  }
  if (taskId === '' || row.taskGoneAt) return { id: null };
  const files = filesOf(inputs, namesOf(row));
  try {
    return await handOver(
      there,
      { operation, options, secretNames, inputTaskIds, files, submissionId },
      () => there.client.retryTask(taskId),
    );
  } catch (error) {
    if (isFailure(error) && error.code === 'NOT_FOUND') return { id: null };
    throw error;
  }
}

/** What files that are still on their way are called. */
function namesOf({ inputTaskIds, filenames }: { inputTaskIds: string[]; filenames: string[] }) {
  if (inputTaskIds.length !== filenames.length) return {};
  return Object.fromEntries(inputTaskIds.map((id, i) => [id, filenames[i] ?? 'file']));
}

/** Missing inputs are not something that a form could mend here. */
export function sayGone(error: unknown): never {
  if (isFailure(error) && error.fields?.input) {
    throw new Failure('GONE', 'Its files are no longer here. Add them again in a new export.', {
      cause: error,
    });
  }
  throw error;
}
