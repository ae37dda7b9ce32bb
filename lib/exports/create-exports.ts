import { Failure, type FailureCode, type FieldErrors, isFailure } from '#lib/errors.ts';
import type { ExportContext } from './context.ts';
import { readInputs, submit } from './create-export.ts';
import type { CreateExportsInput } from './deliveries-input.ts';
import { findSubmission } from './hand-over.ts';
import { partId } from './part-id.ts';
import { type PreparedDelivery, prepareDelivery } from './prepare-delivery.ts';

/** A place that nothing was submitted to, by its number in the submission. */
export type RefusedDelivery = {
  index: number;
  code: FailureCode;
  message: string;
  fields?: FieldErrors | undefined;
};

export type CreatedExports = {
  made: { index: number; id: string }[];
  /** Empty, unless some were made before one was refused. */
  refused: RefusedDelivery[];
};

/**
 * Makes an export for each place of a submission, each with its own task. All are checked before the first
 * is made. The same submission gives the same exports when it comes again.
 *
 * @throws Failure INVALID_DATA with `fields` (`input`, and `deliveries.1.bucket` for the second place),
 * NOT_FOUND for a destination that this person may not use, and what the connection answers when it
 * refuses all.
 */
export async function createExports(
  context: ExportContext,
  input: CreateExportsInput,
): Promise<CreatedExports> {
  const { deliveries, submissionId } = input;
  const several = deliveries.length > 1;
  const idOf = (index: number) => (several ? partId(submissionId, index) : submissionId);
  const made: CreatedExports['made'] = [];
  for (const index of deliveries.keys()) {
    const earlier = await findSubmission(context, idOf(index));
    if (earlier) made.push({ index, id: earlier.id });
  }
  const left = [...deliveries.keys()].filter((index) => !made.some((one) => one.index === index));
  if (left.length === 0) return { made, refused: [] };

  const files = await readInputs(context, input);
  const prepared = await prepareAll(context, input, left, files.files);
  const refused: RefusedDelivery[] = [];
  const failures: unknown[] = [];
  const groupId = several ? submissionId : undefined;
  // One after the other: the database has one writer, and a connection counts requests.
  for (const [index, delivery] of prepared) {
    try {
      const how = { ...files, submissionId: idOf(index), groupId };
      made.push({ index, id: (await submit(context, delivery, how)).id });
    } catch (error) {
      if (!isFailure(error)) throw error;
      failures.push(error);
      const { code, message } = error;
      refused.push({ index, code, message, fields: fieldsAt(index, error.fields) });
    }
  }
  if (made.length === 0) throw renamed(failures[0], refused[0]?.fields);
  return { made: made.sort((a, b) => a.index - b.index), refused };
}

async function prepareAll(
  context: ExportContext,
  { deliveries }: CreateExportsInput,
  indexes: readonly number[],
  files: readonly { filename: string; size: number | null }[],
): Promise<Map<number, PreparedDelivery>> {
  const prepared = new Map<number, PreparedDelivery>();
  const fields: FieldErrors = {};
  let message: string | undefined;
  for (const index of indexes) {
    const delivery = deliveries[index];
    if (!delivery) continue;
    try {
      prepared.set(index, await prepareDelivery(context, delivery, files));
    } catch (error) {
      if (!isFailure(error) || !error.fields) throw error;
      message ??= error.message;
      for (const [name, texts] of Object.entries(fieldsAt(index, error.fields) ?? {}))
        fields[name] = [...(fields[name] ?? []), ...texts];
    }
  }
  if (Object.keys(fields).length > 0) throw new Failure('INVALID_DATA', message, { fields });
  return prepared;
}

/** Files are of the whole submission; everything else is of one place. */
function fieldsAt(index: number, fields: FieldErrors | undefined): FieldErrors | undefined {
  if (!fields) return undefined;
  return Object.fromEntries(
    Object.entries(fields).map(([name, texts]) => [
      name === 'input' ? name : `deliveries.${index}.${name}`,
      texts,
    ]),
  );
}

function renamed(error: unknown, fields: FieldErrors | undefined): unknown {
  if (!isFailure(error) || !fields) return error;
  return new Failure(error.code, error.message, { fields, cause: error });
}
