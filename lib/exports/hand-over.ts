import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WireTask } from '#lib/client/types.ts';
import type { Prisma } from '#lib/db/generated/client.ts';
import { Failure, isFailure } from '#lib/errors.ts';
import { audit } from './audit.ts';
import { connectionOf } from './client-for.ts';
import type { ExportContext } from './context.ts';
import { findMirroredTask } from './find-mirrored-task.ts';
import { MIRRORED, type MirroredRow, mirrorTask } from './mirror-task.ts';
import { searchTextOf } from './search-text.ts';

/** An export before it has its task. */
export type Wanted = {
  operation: string;
  /** In wire names, without secrets. */
  options: Record<string, unknown>;
  secretNames: string[];
  inputTaskIds: string[];
  files: { filename: string; size: number | null }[];
  submissionId: string;
  /** The destination that it was made with. */
  destination?: { id: string; name: string } | undefined;
  /** Shared by the exports of one submission. */
  groupId?: string | undefined;
};

/**
 * Makes an export and the task that it becomes. The row comes first, with no task: it holds the
 * submission's place, so that a form sent twice makes one task, and it is what remains when the
 * process dies before the task's id is noted (see adopt-task.ts).
 *
 * @param makeTask asks the connection for the task; called once.
 * @returns the id; the one of the first when the same submission comes again.
 * @throws Failure: whatever the connection answers.
 */
export async function handOver(
  context: ExportContext,
  wanted: Wanted,
  makeTask: () => Promise<WireTask>,
): Promise<{ id: string }> {
  const { prisma, clock, actor } = context;
  const { operation, files, destination } = wanted;
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
          connection: connectionOf(context),
          operation,
          options: wanted.options as Prisma.InputJsonObject,
          secretNames: wanted.secretNames,
          inputTaskIds: wanted.inputTaskIds,
          filenames,
          fileCount: files.length,
          bytesTotal: totalOf(files),
          taskId: '',
          status: 'waiting',
          createdAt: now,
          updatedAt: now,
          submissionId: wanted.submissionId,
          destinationId: destination?.id ?? null,
          destinationName: destination?.name ?? null,
          groupId: wanted.groupId ?? null,
          searchText: searchTextOf(id, operation, filenames, destination?.name),
        },
      });
      if (destination) {
        const used = { id: destination.id, teamId: actor.teamId };
        await tx.destination.updateMany({ where: used, data: { lastUsedAt: now } });
      }
      await audit(context, tx, 'export.create', id, {
        operation,
        files: files.length,
        ...(destination ? { destination: destination.id } : {}),
      });
    });
  } catch (error) {
    // Somebody pressed twice, and the other press was quicker.
    const first = isUniqueViolation(error) && (await findSubmission(context, wanted.submissionId));
    if (first) return first;
    throw error;
  }
  const task = await makeTask().catch((error: unknown) => giveUp(context, id, error));
  await noteTask(context, id, task);
  return { id };
}

/** The export of a submission that came before, once it has its task. */
export async function findSubmission(
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

/** Notes which task it became. Changes of the task told before this found no export: so ask once more. */
async function noteTask(context: ExportContext, id: string, task: WireTask): Promise<void> {
  const { prisma, clock, client } = context;
  const row: MirroredRow = await prisma.export.update({
    where: { id },
    data: { taskId: task.id },
    select: MIRRORED,
  });
  const latest = await findMirroredTask(client, task.id).catch(() => task);
  await mirrorTask(prisma, clock, row, latest ?? task);
}

/**
 * What the connection refused leaves nothing behind. When nobody can know whether it was taken, the
 * row stays until the task is found or given up (adopt-task.ts).
 */
async function giveUp(context: ExportContext, id: string, error: unknown): Promise<never> {
  // A connection that is down was never asked.
  if (isFailure(error) && (error.status < 500 || error.code === 'CONNECTION_DOWN')) {
    await context.prisma.$transaction(async (tx) => {
      await tx.export.delete({ where: { id } });
      await audit(context, tx, 'export.refused', id, { code: error.code });
    });
  }
  throw error;
}

function totalOf(files: Wanted['files']): bigint | null {
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
