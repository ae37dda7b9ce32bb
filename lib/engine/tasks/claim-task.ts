import { randomUUID } from 'node:crypto';
import { Failure } from '#lib/errors.ts';
import type { Operation } from '#lib/operations/operation.ts';
import { getOperation } from '#lib/operations/registry.ts';
import { type EngineContext, type InputFile, MAX_ATTEMPTS } from '../context.ts';
import { endTask } from './end-task.ts';
import { openOptions } from './open-options.ts';
import { hasInputs, inputStates, isReady } from './ready.ts';
import { updateJob } from './update-job.ts';

export type Claim = {
  id: string;
  teamId: string;
  runId: string;
  operation: Operation;
  /** With secrets: never log them. */
  options: Record<string, unknown>;
  inputs: InputFile[];
  staged: InputFile | undefined;
};

/**
 * Takes a task for a run: from now on only this run may end it.
 *
 * @returns undefined when there is nothing to run: it has ended, still waits, or ended just now
 * because an input failed or too many runs died with it.
 */
export async function claimTask(engine: EngineContext, id: string): Promise<Claim | undefined> {
  const runId = randomUUID();
  const claimed = await engine.db.prisma.$transaction(async (tx) => {
    const [row] = await tx.$queryRaw<{ status: string }[]>`
      SELECT "status" FROM "Task" WHERE "id" = ${id}::uuid FOR UPDATE`;
    // One that is processing belongs to a run that lives, or that housekeeping will give back.
    if (row?.status !== 'waiting') return undefined;
    const task = await tx.task.findUniqueOrThrow({
      where: { id },
      include: { inputs: { orderBy: { position: 'asc' } }, stagedBlob: true },
    });
    const inputIds = task.inputs.map((input) => input.inputId);
    const states = await inputStates(tx, task.teamId, inputIds);
    if (!isReady(inputIds, states)) return undefined;
    const now = engine.clock.now();
    await tx.task.update({
      where: { id },
      data: {
        status: 'processing',
        runId,
        attempts: { increment: 1 },
        startedAt: task.startedAt ?? now,
        updatedAt: now,
      },
    });
    if (task.jobId) await updateJob(tx, task.jobId, now);
    const refuse = async (failure: Failure) => {
      await endTask(tx, engine, id, { runId }, { status: 'error', failure });
      return undefined;
    };
    if (!hasInputs(inputIds, states)) return refuse(new Failure('INPUT_TASK_FAILED'));
    if (task.attempts >= MAX_ATTEMPTS) {
      return refuse(
        new Failure(
          'INTERNAL',
          `The task was broken off ${task.attempts} times and is not tried again.`,
        ),
      );
    }
    const files = await tx.file.findMany({
      where: { taskId: { in: inputIds } },
      include: { blob: true },
      orderBy: { position: 'asc' },
    });
    return { task, inputIds, files };
  });
  engine.changes.emit(id, claimed ? 'changed' : 'ended');
  if (!claimed) return undefined;
  const { task, inputIds, files } = claimed;
  const open =
    (key: string): InputFile['open'] =>
    (range) =>
      engine.storage.open(key, range);
  const byTask = Map.groupBy(files, (file) => file.taskId);
  return {
    id,
    teamId: task.teamId,
    runId,
    operation: getOperation(task.operation),
    options: openOptions(engine, task),
    inputs: inputIds.flatMap((inputId) =>
      (byTask.get(inputId) ?? []).map((file) => ({
        filename: file.filename,
        contentType: file.contentType,
        size: Number(file.blob.size),
        sha256: file.blob.sha256,
        blockSums: file.blob.blockSums ?? undefined,
        blobId: file.blobId,
        open: open(file.blob.storageKey),
      })),
    ),
    staged: task.stagedBlob
      ? {
          filename: String((task.options as { filename?: unknown }).filename ?? 'file'),
          contentType: 'application/octet-stream',
          size: Number(task.stagedBlob.size),
          sha256: task.stagedBlob.sha256,
          blockSums: task.stagedBlob.blockSums ?? undefined,
          blobId: task.stagedBlob.id,
          open: open(task.stagedBlob.storageKey),
        }
      : undefined,
  };
}
