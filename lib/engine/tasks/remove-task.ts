import type { DbTx } from '#lib/db/open.ts';
import type { EngineContext } from '../context.ts';
import { wakeDependents } from './end-task.ts';
import { updateJob } from './update-job.ts';

/**
 * Deletes a task with its files; bytes that no other task shares go from storage once that is
 * committed. A crash in between leaves bytes without a row: the sweep finds them.
 */
export async function removeTask(engine: EngineContext, id: string): Promise<void> {
  const keys = await engine.db.prisma.$transaction((tx) => removeRows(tx, engine, id));
  for (const key of keys) await engine.storage.remove(key);
  engine.changes.emit(id, 'ended');
}

async function removeRows(tx: DbTx, engine: EngineContext, id: string): Promise<string[]> {
  const task = await tx.task.findUnique({
    where: { id },
    select: { jobId: true, stagedBlobId: true, files: { select: { blobId: true } } },
  });
  if (!task) return [];
  await tx.task.delete({ where: { id } });
  await wakeDependents(tx, engine, id);
  if (task.jobId) await updateJob(tx, task.jobId, engine.clock.now());
  const blobIds = [
    ...task.files.map((file) => file.blobId),
    ...(task.stagedBlobId ? [task.stagedBlobId] : []),
  ];
  const unused = await tx.$queryRaw<{ storageKey: string }[]>`
    DELETE FROM "Blob" b WHERE b."id" = ANY(${blobIds}::uuid[])
      AND NOT EXISTS (SELECT 1 FROM "File" f WHERE f."blobId" = b."id")
      AND NOT EXISTS (SELECT 1 FROM "Task" t WHERE t."stagedBlobId" = b."id")
    RETURNING b."storageKey"`;
  return unused.map((blob) => blob.storageKey);
}
