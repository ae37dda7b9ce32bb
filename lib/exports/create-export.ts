import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { WireTask } from '#lib/client/types.ts';
import type { Prisma } from '#lib/db/generated/client.ts';
import { Failure, isFailure } from '#lib/errors.ts';
import { findOperation } from '#lib/operations/registry.ts';
import { withoutSecrets } from '#lib/operations/secrets.ts';
import { audit } from './audit.ts';
import type { ExportContext } from './context.ts';
import { findInputs } from './find-inputs.ts';
import { MIRRORED, type MirroredRow, mirrorTask } from './mirror-task.ts';
import { parseOptions } from './parse-options.ts';
import { searchTextOf } from './search-text.ts';
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
  submissionId: z.uuid(),
});
export type CreateExportInput = z.infer<typeof CreateExportInput>;

/**
 * Makes an export and the task that it becomes. The row comes first, with no task: it holds the
 * submission's place, so that a form sent twice makes one task, and it is what remains when the
 * process dies before the task's id is noted (see adopt-task.ts).
 *
 * @returns the id; the one of the first when the same submission comes again.
 * @throws Failure INVALID_DATA with `fields`, and whatever the connection answers.
 */
export async function createExport(
  context: ExportContext,
  input: CreateExportInput,
): Promise<{ id: string }> {
  const { prisma, clock, client, actor } = context;
  const earlier = await findSubmission(context, input.submissionId);
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

  const files = inputs.flatMap((one) =>
    one.files.length > 0
      ? one.files
      : [{ filename: input.names?.[one.taskId] ?? 'file', size: null }],
  );
  const filenames = files.map((file) => file.filename);
  const id = randomUUID();
  const now = clock.now();
  try {
    await prisma.$transaction(async (tx) => {
      await tx.export.create({
        data: {
          id,
          teamId: actor.teamId,
          createdById: actor.userId,
          operation: operation.id,
          options: withoutSecrets(operation, options) as Prisma.InputJsonObject,
          inputTaskIds,
          filenames,
          fileCount: files.length,
          bytesTotal: totalOf(files),
          taskId: '',
          status: 'waiting',
          createdAt: now,
          updatedAt: now,
          submissionId: input.submissionId,
          searchText: searchTextOf(id, operation.id, filenames),
        },
      });
      await audit(context, tx, 'export.create', id, {
        operation: operation.id,
        files: files.length,
      });
    });
  } catch (error) {
    // Somebody pressed twice, and the other press was quicker.
    const first = isUniqueViolation(error) && (await findSubmission(context, input.submissionId));
    if (first) return first;
    throw error;
  }

  const task = await client
    .createTask(operation.id, { ...options, input: inputTaskIds })
    .catch((error: unknown) => giveUp(context, id, error));
  await noteTask(context, id, task);
  return { id };
}

/** The export of a submission that came before, once it has its task. */
async function findSubmission(
  { prisma, actor }: ExportContext,
  submissionId: string,
): Promise<{ id: string } | undefined> {
  for (let tries = 0; tries < 50; tries++) {
    const row = await prisma.export.findUnique({
      where: { teamId_submissionId: { teamId: actor.teamId, submissionId } },
      select: { id: true, taskId: true },
    });
    // When the first is refused, its row goes, and this one gets an answer of its own.
    if (!row) return undefined;
    if (row.taskId) return { id: row.id };
    await sleep(100);
  }
  throw new Failure('CONFLICT', 'This form was sent twice. The first is still being handed over.');
}

function refuseMissing(inputs: ExportInput[]): void {
  const missing = inputs.filter((one) => one.state === 'gone' || one.state === 'failed');
  if (missing.length === 0) return;
  const words =
    missing.length === inputs.length
      ? 'The chosen files are no longer here. Add them again.'
      : `${missing.length} of the ${inputs.length} chosen files are no longer here. Remove them or add them again.`;
  throw new Failure('INVALID_DATA', words, { fields: { input: [words] } });
}

/** Notes which task it became. Changes of the task told before this found no export: so ask once more. */
async function noteTask(context: ExportContext, id: string, task: WireTask): Promise<void> {
  const { prisma, clock, client } = context;
  const row: MirroredRow = await prisma.export.update({
    where: { id },
    data: { taskId: task.id },
    select: MIRRORED,
  });
  const latest = await client.findTask(task.id).catch(() => task);
  await mirrorTask(prisma, clock, row, latest ?? task);
}

/**
 * What the connection refused leaves nothing behind. When nobody can know whether it was taken, the
 * row stays until the task is found or given up (adopt-task.ts).
 */
async function giveUp(context: ExportContext, id: string, error: unknown): Promise<never> {
  if (isFailure(error) && error.status < 500) {
    await context.prisma.$transaction(async (tx) => {
      await tx.export.delete({ where: { id } });
      await audit(context, tx, 'export.refused', id, { code: error.code });
    });
  }
  throw error;
}

function totalOf(files: { size: number | null }[]): bigint | null {
  let total = 0;
  for (const { size } of files) {
    if (size === null) return null;
    total += size;
  }
  return BigInt(total);
}

// By its code: the class of Prisma's error exists once in each module graph.
const isUniqueViolation = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'P2002';
