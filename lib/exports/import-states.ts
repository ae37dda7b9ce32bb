import type { Client } from '#lib/client/client.ts';
import type { ImportState } from './types.ts';

export const MAX_STATES = 50;

/** How far imports are, in the order asked for. @throws Failure. */
export async function importStates(
  client: Client,
  taskIds: readonly string[],
): Promise<ImportState[]> {
  return Promise.all(
    taskIds.map(async (taskId) => {
      const task = await client.findTask(taskId);
      return {
        taskId,
        status: task?.status ?? 'gone',
        percent: task?.percent ?? null,
        bytesDone: task?.progress?.bytes ?? 0,
        bytesTotal: task?.progress?.total ?? null,
        code: task?.code ?? null,
        message: task?.message ?? null,
        files: (task?.result?.files ?? []).map((file) => ({
          filename: file.filename,
          size: file.size ?? null,
        })),
      };
    }),
  );
}
