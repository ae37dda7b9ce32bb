import pLimit from 'p-limit';
import type { DbTx } from '#lib/db/open.ts';
import type { EngineContext } from '../context.ts';
import { tell } from '../tell.ts';
import { touchJobs } from './touch-jobs.ts';
import { wakeDependents } from './wake-dependents.ts';

/** Files that go from storage at a time. */
const REMOVALS = 8;

/**
 * Deletes tasks with their files; bytes that no other task shares go from storage once that is
 * committed. A crash in between leaves bytes without a row: the sweep finds them.
 */
export async function removeTasks(engine: EngineContext, ids: string[]): Promise<void> {
  const keys = await engine.transaction((tx) => removeRows(tx, engine, ids));
  const limit = pLimit(REMOVALS);
  await Promise.all(keys.map((key) => limit(() => engine.storage.remove(key))));
}

type Row = { id: string; jobId: string | null; stagedBlobId: string | null };

async function removeRows(tx: DbTx, engine: EngineContext, ids: string[]): Promise<string[]> {
  // Also of what is gone already: whoever waits for it looks once more.
  for (const id of ids) tell(tx, engine, id, 'ended');
  // Locked before their files are read: a run that ends just now adds some.
  const tasks = await tx.$queryRaw<Row[]>`
    SELECT "id", "jobId", "stagedBlobId" FROM "Task" WHERE "id" = ANY(${ids}::uuid[])
    ORDER BY "id" FOR UPDATE`;
  if (tasks.length === 0) return [];
  const there = tasks.map(({ id }) => id);
  const files = await tx.$queryRaw<{ blobId: string }[]>`
    SELECT DISTINCT "blobId" FROM "File" WHERE "taskId" = ANY(${there}::uuid[])`;
  await tx.$executeRaw`DELETE FROM "Task" WHERE "id" = ANY(${there}::uuid[])`;
  await wakeDependents(tx, engine, there);
  touchJobs(
    tx,
    engine,
    tasks.map(({ jobId }) => jobId),
  );
  const blobIds = [
    ...files.map(({ blobId }) => blobId),
    ...tasks.flatMap(({ stagedBlobId }) => stagedBlobId ?? []),
  ];
  const unused = await tx.$queryRaw<{ storageKey: string }[]>`
    DELETE FROM "Blob" b WHERE b."id" = ANY(${blobIds}::uuid[])
      AND NOT EXISTS (SELECT 1 FROM "File" f WHERE f."blobId" = b."id")
      AND NOT EXISTS (SELECT 1 FROM "Task" t WHERE t."stagedBlobId" = b."id")
    RETURNING b."storageKey"`;
  return unused.map(({ storageKey }) => storageKey);
}
