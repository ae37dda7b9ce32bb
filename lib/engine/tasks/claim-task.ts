import { randomUUID } from 'node:crypto';
import type { DbTx } from '#lib/db/open.ts';
import { Failure } from '#lib/errors.ts';
import type { Operation } from '#lib/operations/operation.ts';
import { getOperation } from '#lib/operations/registry.ts';
import { type EngineContext, type InputFile, MAX_ATTEMPTS } from '../context.ts';
import { endTask } from './end-task.ts';
import { openOptions } from './open-options.ts';
import { hasInputs, inputStates, isReady } from './ready.ts';
import { updateJob } from './update-job.ts';
import { waitAgain } from './wait-again.ts';

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
    const now = engine.clock.now();
    // One that is processing belongs to a run that lives, or that housekeeping will give back.
    const [task] = await tx.task.updateManyAndReturn({
      where: { id, status: 'waiting' },
      data: {
        status: 'processing',
        runId,
        attempts: { increment: 1 },
        startedAt: now,
        updatedAt: now,
      },
    });
    if (!task) return undefined;
    const inputIds = await readInputIds(tx, id);
    const states = inputIds.length > 0 ? await inputStates(tx, task.teamId, inputIds) : [];
    if (!isReady(inputIds, states)) {
      const data = { ...waitAgain(now), attempts: { decrement: 1 } };
      await tx.task.updateMany({ where: { id }, data });
      return undefined;
    }
    if (task.jobId) await updateJob(tx, task.jobId, now);
    const refuse = async (failure: Failure) => {
      await endTask(tx, engine, id, { runId }, { status: 'error', failure });
      return undefined;
    };
    if (!hasInputs(inputIds, states)) return refuse(new Failure('INPUT_TASK_FAILED'));
    if (task.attempts > MAX_ATTEMPTS) {
      return refuse(
        new Failure(
          'INTERNAL',
          `The task was broken off ${task.attempts - 1} times and is not tried again.`,
        ),
      );
    }
    const files =
      inputIds.length > 0
        ? await tx.file.findMany({
            where: { taskId: { in: inputIds } },
            include: { blob: true },
            orderBy: { position: 'asc' },
          })
        : [];
    const stagedBlob = task.stagedBlobId
      ? await tx.blob.findUnique({ where: { id: task.stagedBlobId } })
      : null;
    return { task, inputIds, files, stagedBlob };
  });
  engine.changes.emit(id, claimed ? 'changed' : 'ended');
  if (!claimed) return undefined;
  const { task, inputIds, files, stagedBlob } = claimed;
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
    staged: stagedBlob
      ? {
          filename: String((task.options as { filename?: unknown }).filename ?? 'file'),
          contentType: 'application/octet-stream',
          size: Number(stagedBlob.size),
          sha256: stagedBlob.sha256,
          blockSums: stagedBlob.blockSums ?? undefined,
          blobId: stagedBlob.id,
          open: open(stagedBlob.storageKey),
        }
      : undefined,
  };
}

async function readInputIds(tx: DbTx, taskId: string): Promise<string[]> {
  const inputs = await tx.taskInput.findMany({
    where: { taskId },
    select: { inputId: true },
    orderBy: { position: 'asc' },
  });
  return inputs.map(({ inputId }) => inputId);
}
