import { Prisma } from '#lib/db/generated/client.ts';
import type { DbTx } from '#lib/db/open.ts';
import type { Failure } from '#lib/errors.ts';
import { type EngineContext, KEEP_FOR, type OutputFile } from '../context.ts';
import { createBlob } from './create-blob.ts';
import { inputStates, isReady } from './ready.ts';
import { updateJob } from './update-job.ts';

export type TaskEnd =
  | { status: 'finished'; files: OutputFile[] }
  | { status: 'error'; failure: Failure };

/** Milliseconds that a run gets to remove what it left at a target, before others look for it. */
const SWEEP_AFTER = 60_000;

/** Which run may end the task: the one that has it, or any state that a person overrules. */
type Fence = { runId: string } | { statuses: ('waiting' | 'processing')[] };

/**
 * Ends a task: its state, its files, its job and the tasks that waited for it, all in `tx`.
 *
 * @returns false when the fence did not hold: another run has the task, or it has ended already.
 */
export async function endTask(
  tx: DbTx,
  engine: EngineContext,
  id: string,
  fence: Fence,
  end: TaskEnd,
): Promise<boolean> {
  const now = engine.clock.now();
  const failure = end.status === 'error' ? end.failure : undefined;
  const [ended] = await tx.task.updateManyAndReturn({
    where: {
      id,
      ...('runId' in fence
        ? { runId: fence.runId, status: 'processing' }
        : { status: { in: fence.statuses } }),
    },
    data: {
      status: end.status,
      code: failure?.code ?? null,
      message: failure?.message ?? null,
      errorFields: failure?.fields ?? Prisma.DbNull,
      errorDetail: failure?.detail ?? null,
      ...(end.status === 'finished' ? { percent: 100 } : {}),
      runId: null,
      endedAt: now,
      updatedAt: now,
      expiresAt: new Date(now.getTime() + KEEP_FOR),
    },
    select: { jobId: true },
  });
  if (!ended) return false;
  if (end.status === 'finished') await addFiles(tx, id, end.files);
  else {
    const left = await tx.delivery.count({ where: { taskId: id, checkpoint: { not: null } } });
    const sweepAt = new Date(now.getTime() + SWEEP_AFTER);
    if (left > 0) await tx.task.update({ where: { id }, data: { sweepAt } });
  }
  await wakeDependents(tx, engine, id);
  if (ended.jobId) await updateJob(tx, ended.jobId, now);
  return true;
}

async function addFiles(tx: DbTx, taskId: string, files: OutputFile[]): Promise<void> {
  const rows = [];
  for (const [position, { filename, contentType, bytes }] of files.entries()) {
    const blobId = 'blobId' in bytes ? bytes.blobId : await createBlob(tx, bytes);
    rows.push({ taskId, position, filename, contentType, blobId });
  }
  if (rows.length > 0) await tx.file.createMany({ data: rows });
}

/** Enqueues the waiting tasks that have `id` as an input and nothing more to wait for. */
export async function wakeDependents(tx: DbTx, engine: EngineContext, id: string): Promise<void> {
  // Locked, so that of two inputs that end at once the second sees what the first did. Locks are
  // taken from inputs to dependents only, in the order of ids: there is no way round in a circle.
  const waiting = await tx.$queryRaw<{ id: string; teamId: string }[]>`
    SELECT t."id", t."teamId" FROM "Task" t
    WHERE t."status" = 'waiting'
      AND t."id" IN (SELECT i."taskId" FROM "TaskInput" i WHERE i."inputId" = ${id})
    ORDER BY t."id" FOR UPDATE`;
  for (const task of waiting) {
    const inputs = await tx.taskInput.findMany({
      where: { taskId: task.id },
      select: { inputId: true },
    });
    const inputIds = inputs.map((input) => input.inputId);
    const states = await inputStates(tx, task.teamId, inputIds);
    if (isReady(inputIds, states)) await engine.queue.enqueue(tx, task.id);
  }
}
