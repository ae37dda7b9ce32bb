import { isFailure } from '#lib/errors.ts';
import { audit } from './audit.ts';
import { clientFor } from './client-for.ts';
import type { ExportContext } from './context.ts';
import { DELETED } from './export-changes.ts';
import { getOwnExport } from './find-own.ts';

/**
 * Deletes the task, with which its temporary URLs die at once, and then the export. In that order:
 * an export without its task can be deleted again, temporary URLs without their export could not.
 *
 * @throws Failure NOT_FOUND, and what the connection answers.
 */
export async function deleteExport(context: ExportContext, id: string): Promise<void> {
  const row = await getOwnExport(context, id);
  if (row.taskId) {
    await clientFor(context, row.connection)
      .deleteTask(row.taskId)
      .catch((error: unknown) => {
        // Its connection is deleted: nobody here can reach the task any more.
        if (!isFailure(error) || error.code !== 'GONE') throw error;
      });
    context.remotes?.memory.forget(row.connection, row.taskId);
  }
  await context.prisma.$transaction(async (tx) => {
    const { count } = await tx.export.deleteMany({ where: { id: row.id } });
    // The audit row is also what tells other pages that it is gone (export-changes.ts).
    if (count > 0) {
      await audit(context, tx, DELETED, row.id, { operation: row.operation, status: row.status });
    }
  });
}
