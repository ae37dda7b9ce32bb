import { z } from 'zod';
import { ConnectionId } from '#lib/connections/connection-id.ts';
import { audit } from './audit.ts';
import type { ExportContext } from './context.ts';

export const DeleteFilesInput = z.object({
  taskIds: z.array(z.uuid()).min(1).max(100),
  connection: ConnectionId,
});

/**
 * Deletes tasks with their files, and takes back uploads that nobody will finish. Temporary URLs of
 * the deleted tasks die at once; exports made from them keep theirs.
 *
 * @throws Failure what the connection answers; what was deleted before stays deleted.
 */
export async function deleteFiles(
  context: ExportContext,
  taskIds: readonly string[],
): Promise<void> {
  for (const taskId of taskIds) {
    await context.client.deleteTask(taskId);
    await context.prisma.$transaction((tx) => audit(context, tx, 'file.delete', taskId));
  }
}
