import type { Client } from '#lib/client/client.ts';
import type { Clock } from '#lib/clock.ts';
import { BUILTIN } from '#lib/connections/places.ts';
import type { Db } from '#lib/db/open.ts';
import { findMirroredTask } from './find-mirrored-task.ts';
import { MIRRORED, mirrorLateOutcome, mirrorTask } from './mirror-task.ts';

export type RefreshContext = {
  prisma: Db;
  clock: Clock;
  /** The connection as a team sees it. */
  clientOf: (teamId: string) => Client;
};

/**
 * Asks the connection for a task and brings the exports that it belongs to up to date. Tasks that
 * no export knows cost one look-up by index.
 *
 * @throws Failure when the connection cannot be asked.
 */
export async function refreshExport(context: RefreshContext, taskId: string): Promise<void> {
  const rows = await context.prisma.export.findMany({
    where: { taskId, connection: BUILTIN },
    select: { ...MIRRORED, teamId: true },
  });
  const [first] = rows;
  if (!first) return;
  const task = await findMirroredTask(context.clientOf(first.teamId), taskId);
  for (const row of rows) {
    await mirrorTask(context.prisma, context.clock, row, task);
    if (task) await mirrorLateOutcome(context.prisma, row, task);
  }
}
