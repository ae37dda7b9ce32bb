import { z } from 'zod';
import { Failure } from '#lib/errors.ts';
import { secretFields, withoutSecrets } from '#lib/operations/secrets.ts';
import type { ExportContext } from './context.ts';
import { CreateExportsInput } from './deliveries-input.ts';
import { findInputs } from './find-inputs.ts';
import { findSubmission, handOver } from './hand-over.ts';
import { type PreparedDelivery, prepareDelivery } from './prepare-delivery.ts';
import type { ExportInput } from './types.ts';

export const CreateExportInput = CreateExportsInput.omit({ deliveries: true }).extend({
  operation: z.string().max(100),
  /** In wire names, without `input`; checked with the operation's own strict schema. */
  options: z.record(z.string(), z.unknown()),
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
  const { submissionId } = input;
  const earlier = await findSubmission(context, submissionId);
  if (earlier) return earlier;
  const prepared = await prepareDelivery(context, input, []);
  const { inputTaskIds, files } = await readInputs(context, input);
  return submit(context, prepared, { inputTaskIds, files, submissionId });
}

type Inputs = { inputTaskIds: string[]; files: ReturnType<typeof filesOf> };

/** The files of a submission, each once. @throws Failure INVALID_DATA when some will never be there. */
export async function readInputs(
  { client }: ExportContext,
  input: Pick<CreateExportInput, 'inputTaskIds' | 'names'>,
): Promise<Inputs> {
  const inputTaskIds = [...new Set(input.inputTaskIds.map((id) => id.toLowerCase()))];
  const inputs = await findInputs(client, inputTaskIds);
  refuseMissing(inputs);
  return { inputTaskIds, files: filesOf(inputs, input.names) };
}

/** Makes the export and its task. From here on the secrets are the task's. */
export function submit(
  context: ExportContext,
  { operation, options, destination }: PreparedDelivery,
  how: Inputs & { submissionId: string; groupId?: string | undefined },
): Promise<{ id: string }> {
  const wanted = {
    ...how,
    operation: operation.id,
    options: withoutSecrets(operation, options),
    secretNames: secretFields(operation).filter((name) => options[name] !== undefined),
    destination,
  };
  return handOver(context, wanted, () =>
    context.client.createTask(operation.id, { ...options, input: how.inputTaskIds }),
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
