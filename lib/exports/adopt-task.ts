import type { WireTask } from '#lib/client/types.ts';
import { findMirroredTask } from './find-mirrored-task.ts';
import { MIRRORED, mirrorTask } from './mirror-task.ts';
import type { RefreshContext } from './refresh-exports.ts';

/** Longer than a creation takes, deadline included (lib/client). Milliseconds. */
const HANDING_OVER = 60_000;

/**
 * An export whose process died between asking for its task and noting the task's id. The task is
 * looked for among those that nobody knows: same operation, same inputs, made after the export.
 * When there is none, it was never asked for, and the export says so.
 */
export async function adoptTask(context: RefreshContext, exportId: string): Promise<void> {
  const { prisma, clock } = context;
  const row = await prisma.export.findUnique({
    where: { id: exportId },
    select: {
      ...MIRRORED,
      teamId: true,
      operation: true,
      inputTaskIds: true,
      createdAt: true,
      taskId: true,
    },
  });
  const now = clock.now();
  if (!row || row.taskId || now.getTime() - row.createdAt.getTime() < HANDING_OVER) return;

  const client = context.clientOf(row.teamId);
  const { tasks } = await client.listTasks({ operation: row.operation });
  const known = await prisma.export.findMany({
    where: { taskId: { in: tasks.map((task) => task.id) } },
    select: { taskId: true },
  });
  const taken = new Set(known.map((other) => other.taskId));
  const own = tasks.findLast(
    (task) => !taken.has(task.id) && fits(task, row.inputTaskIds, row.createdAt),
  );
  if (own) {
    await prisma.export.updateMany({ where: { id: row.id, taskId: '' }, data: { taskId: own.id } });
    await mirrorTask(prisma, clock, row, await findMirroredTask(client, own.id));
    return;
  }
  await prisma.export.updateMany({
    where: { id: row.id, taskId: '' },
    data: {
      status: 'error',
      code: 'INTERNAL',
      message: 'The server stopped before it handed the export over.',
      endedAt: now,
      taskGoneAt: now,
      updatedAt: now,
    },
  });
}

function fits(task: WireTask, inputs: string[], createdAt: Date): boolean {
  const made = Date.parse(task.created_at);
  // Times on the wire are whole seconds.
  const soon = made >= createdAt.getTime() - 1_000 && made <= createdAt.getTime() + HANDING_OVER;
  const dependsOn = task.depends_on_task_ids ?? [];
  return soon && dependsOn.length === inputs.length && inputs.every((id, i) => id === dependsOn[i]);
}
