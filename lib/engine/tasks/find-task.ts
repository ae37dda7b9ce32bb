import type { DbTx } from '#lib/db/open.ts';
import { Failure } from '#lib/errors.ts';
import { type Asker, isUuid, type TaskRecord, WITH_ALL } from './record.ts';

/** @returns undefined for a task of another team, too: who has no right to it learns nothing of it. */
export async function findTask(
  db: DbTx,
  asker: Asker,
  id: string,
): Promise<TaskRecord | undefined> {
  if (!isUuid(id)) return undefined;
  const task = await db.task.findFirst({ where: { id, teamId: asker.teamId }, include: WITH_ALL });
  return task ?? undefined;
}

/** @throws Failure NOT_FOUND. */
export async function getTask(db: DbTx, asker: Asker, id: string): Promise<TaskRecord> {
  const task = await findTask(db, asker, id);
  if (!task) throw noSuchTask();
  return task;
}

export const noSuchTask = () =>
  new Failure('NOT_FOUND', 'There is no such task, or it has been deleted.');
