import { Failure } from '#lib/errors.ts';
import type { EngineContext } from '../context.ts';
import { type Ending, endTasks } from './end-tasks.ts';
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
  const task = await getTask(engine.db.prisma, asker, id);
  const cancel: Ending = {
    id: task.id,
    fence: { statuses: ['waiting', 'processing'] },
    end: { status: 'error', failure: new Failure('CANCELLED') },
  };
  const ended = await engine.transaction((tx) => endTasks(tx, engine, [cancel]));
  if (ended.size === 0) throw new Failure('CONFLICT', 'The task has ended already.');
  return getTask(engine.db.prisma, asker, id);
}
