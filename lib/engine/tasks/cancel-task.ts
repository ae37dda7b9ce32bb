import { Failure } from '#lib/errors.ts';
import type { EngineContext } from '../context.ts';
import { endTask } from './end-task.ts';
import { getTask } from './find-task.ts';
import type { Asker, TaskRecord } from './record.ts';

/**
 * Ends a task that has not ended. The run that has it, if any, is stopped by the caller.
 *
 * @throws Failure NOT_FOUND, CONFLICT when it has ended already.
 */
export async function cancelTask(
  engine: EngineContext,
  asker: Asker,
  id: string,
): Promise<TaskRecord> {
  await getTask(engine.db.prisma, asker, id);
  const failure = new Failure('CANCELLED');
  const ended = await engine.db.prisma.$transaction((tx) =>
    endTask(tx, engine, id, { statuses: ['waiting', 'processing'] }, { status: 'error', failure }),
  );
  if (!ended) throw new Failure('CONFLICT', 'The task has ended already.');
  engine.changes.emit(id, 'ended');
  return getTask(engine.db.prisma, asker, id);
}
