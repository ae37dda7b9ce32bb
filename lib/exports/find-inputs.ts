import type { Client } from '#lib/client/client.ts';
import type { WireTask } from '#lib/client/types.ts';
import type { ExportInput } from './types.ts';

/** Requests under way at a time: enough to hide the waiting, too few to crowd out others. */
const AT_A_TIME = 8;

/** What the connection says of each input task, in the order asked for. @throws Failure. */
export async function findInputs(
  client: Client,
  taskIds: readonly string[],
): Promise<ExportInput[]> {
  const found: ExportInput[] = new Array(taskIds.length);
  let next = 0;
  async function work(): Promise<void> {
    for (let i = next++; i < taskIds.length; i = next++) {
      const taskId = taskIds[i] as string;
      found[i] = describeInput(taskId, await client.findTask(taskId));
    }
  }
  await Promise.all(Array.from({ length: Math.min(AT_A_TIME, taskIds.length) }, work));
  return found;
}

function describeInput(taskId: string, task: WireTask | undefined): ExportInput {
  const files = (task?.result?.files ?? []).map((file) => ({
    filename: file.filename,
    size: file.size ?? null,
  }));
  return { taskId, state: stateOf(task, files.length), files, message: task?.message ?? null };
}

function stateOf(task: WireTask | undefined, files: number): ExportInput['state'] {
  if (!task) return 'gone';
  if (task.status === 'error') return 'failed';
  if (task.status !== 'finished') return 'pending';
  return files > 0 ? 'ready' : 'gone';
}
