import { z } from 'zod';
import { ConnectionId } from '#lib/connections/connection-id.ts';
import { Failure } from '#lib/errors.ts';
import { findOperation } from '#lib/operations/registry.ts';
import { secretFields, withoutSecrets } from '#lib/operations/secrets.ts';
import type { ExportContext } from './context.ts';
import { findInputs } from './find-inputs.ts';
import { findSubmission, handOver } from './hand-over.ts';
import { parseOptions } from './parse-options.ts';
import type { ExportInput } from './types.ts';

export const MAX_INPUTS = 1_000;

export const CreateExportInput = z.object({
  operation: z.string().max(100),
  /** In wire names, without `input`; checked with the operation's own strict schema. */
  options: z.record(z.string(), z.unknown()),
  inputTaskIds: z
    .array(z.uuid())
    .min(1, 'Choose at least one file.')
    .max(MAX_INPUTS, `One export takes at most ${MAX_INPUTS} files.`),
  /** Names of files that are still on their way, by the id of their task. */
  names: z.record(z.string(), z.string().max(1_000)).optional(),
  connection: ConnectionId,
  submissionId: z.uuid(),
});
export type CreateExportInput = z.infer<typeof CreateExportInput>;

/**
 * Makes an export of what a form says.
 *
 * @returns the id; the one of the first when the same submission comes again.
 * @throws Failure INVALID_DATA with `fields`, and whatever the connection answers.
 */
export async function createExport(
  context: ExportContext,
  input: CreateExportInput,
): Promise<{ id: string }> {
  const { client } = context;
  const { submissionId } = input;
  const earlier = await findSubmission(context, submissionId);
  if (earlier) return earlier;

  const operation = findOperation(input.operation);
  if (operation?.kind !== 'export') {
    const words = 'There is no such operation.';
    throw new Failure('INVALID_DATA', words, { fields: { operation: [words] } });
  }
  const options = parseOptions(operation, input.options);
  const inputTaskIds = [...new Set(input.inputTaskIds.map((id) => id.toLowerCase()))];
  const inputs = await findInputs(client, inputTaskIds);
  refuseMissing(inputs);
  const wanted = {
    operation: operation.id,
    options: withoutSecrets(operation, options),
    secretNames: secretFields(operation).filter((name) => options[name] !== undefined),
    inputTaskIds,
    files: filesOf(inputs, input.names),
    submissionId,
  };
  return handOver(context, wanted, () =>
    client.createTask(operation.id, { ...options, input: inputTaskIds }),
  );
}

/** @throws Failure INVALID_DATA with `fields.input` when some will never be there. */
export function refuseMissing(inputs: readonly ExportInput[]): void {
  const missing = inputs.filter((one) => one.state === 'gone' || one.state === 'failed');
  if (missing.length === 0) return;
  const words =
    missing.length === inputs.length
      ? 'The chosen files are no longer here. Add them again.'
      : `${missing.length} of the ${inputs.length} chosen files are no longer here. Remove them or add them again.`;
  throw new Failure('INVALID_DATA', words, { fields: { input: [words] } });
}

/** @param names of files that are still on their way, by the id of their task. */
export function filesOf(inputs: readonly ExportInput[], names: Record<string, string> = {}) {
  return inputs.flatMap((one) =>
    one.files.length > 0 ? one.files : [{ filename: names[one.taskId] ?? 'file', size: null }],
  );
}
