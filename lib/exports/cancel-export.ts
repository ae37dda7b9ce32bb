import { Failure, isFailure } from '#lib/errors.ts';
import { audit } from './audit.ts';
import { clientFor } from './client-for.ts';
import type { ExportContext } from './context.ts';
import { findMirroredTask } from './find-mirrored-task.ts';
import { getOwnExport } from './find-own.ts';
import { mirrorTask } from './mirror-task.ts';

/**
 * Stops an export that has not ended. One that ended meanwhile stays as it ended.
 *
 * @throws Failure NOT_FOUND, CONFLICT when it has ended, and what the connection answers.
 */
export async function cancelExport(context: ExportContext, id: string): Promise<void> {
  const { prisma, clock } = context;
  const row = await getOwnExport(context, id);
  const client = clientFor(context, row.connection);
  if (!row.taskId)
    throw new Failure('CONFLICT', 'It is still being handed over. Try again in a moment.');
  let overtaken = false;
  await client.cancelTask(row.taskId).catch((error: unknown) => {
    // It ended, or went, between the page and the press: what it became is the answer.
    // Other servers say it with other codes.
    const told = isFailure(error) && ['CONFLICT', 'NOT_FOUND', 'INVALID_DATA'].includes(error.code);
    if (!told) throw error;
    overtaken = true;
  });
  const task = await findMirroredTask(client, row.taskId);
  context.remotes?.memory.forget(row.connection, row.taskId);
  await prisma.$transaction(async (tx) => {
    await mirrorTask(tx, clock, row, task);
    if (!overtaken) await audit(context, tx, 'export.cancel', id);
  });
  if (overtaken) throw new Failure('CONFLICT', 'The export had ended already.');
}
