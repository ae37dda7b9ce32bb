import type { Client } from '#lib/client/client.ts';
import type { WireTask } from '#lib/client/types.ts';
import { hasEnded } from './mirror-task.ts';

/**
 * The task of an export, to be mirrored. How each file fared is kept once, at the end: so it is asked
 * for only then, in a second question, and not with each change of a running task.
 *
 * @throws Failure when the connection cannot be asked.
 */
export async function findMirroredTask(
  client: Pick<Client, 'findTask'>,
  taskId: string,
): Promise<WireTask | undefined> {
  const task = await client.findTask(taskId);
  if (!task || !hasEnded(task) || task.operation === 'export/url') return task;
  return (await client.findTask(taskId, ['deliveries'])) ?? task;
}
