import { randomUUID } from 'node:crypto';
import { Failure, isFailure } from '#lib/errors.ts';
import { getOperation } from '#lib/operations/registry.ts';
import { secretFields } from '#lib/operations/secrets.ts';
import type { ExportContext } from './context.ts';
import { createExport } from './create-export.ts';
import { getOwnExport } from './find-own.ts';

/**
 * The same again: operation, options and files, as a new export.
 *
 * @throws Failure GONE when its files are no longer here, INVALID_DATA when it needs secrets, which
 * an export does not keep.
 */
export async function rerunExport(
  context: ExportContext,
  { id, submissionId = randomUUID() }: { id: string; submissionId?: string | undefined },
): Promise<{ id: string }> {
  const row = await getOwnExport(context, id);
  if (secretFields(getOperation(row.operation)).length > 0) {
    throw new Failure(
      'INVALID_DATA',
      'An export does not keep secrets. Run it again with edits, and fill them in.',
    );
  }
  return createExport(context, {
    operation: row.operation,
    options: row.options as Record<string, unknown>,
    inputTaskIds: row.inputTaskIds,
    submissionId,
  }).catch(sayGone);
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
