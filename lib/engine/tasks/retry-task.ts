import type { DbTx } from '#lib/db/open.ts';
import { getOperation } from '#lib/operations/registry.ts';
import type { EngineContext } from '../context.ts';
import { createTasks } from './create-tasks.ts';
import { getTask } from './find-task.ts';
import { openOptions } from './open-options.ts';
import type { Asker, TaskRecord } from './record.ts';

/**
 * A new task with everything of an earlier one: options, secrets, inputs, and the bytes that came
 * with it. It does not join the job of the earlier one.
 *
 * @returns the new task. @throws Failure NOT_FOUND.
 */
export async function retryTask(
  tx: DbTx,
  engine: EngineContext,
  asker: Asker,
  id: string,
): Promise<TaskRecord> {
  const task = await getTask(tx, asker, id);
  const again = {
    operation: getOperation(task.operation),
    options: openOptions(engine, task),
    inputIds: task.inputs.map((input) => input.inputId),
    retryOfTaskId: id,
    ...(task.stagedBlobId ? { staged: { blobId: task.stagedBlobId } } : {}),
  };
  const [created] = await createTasks(tx, engine, [{ asker, task: again }]);
  if (!created) throw new Error('One task was asked for, and none was made.');
  return created;
}
