import type { DbTx } from '#lib/db/open.ts';
import type { EngineContext } from '../context.ts';
import type { Ready } from '../queue.ts';
import { isReady, readInputs } from './ready.ts';

/** Enqueues the waiting tasks that have one of `ids` as an input and nothing more to wait for. */
export async function wakeDependents(
  tx: DbTx,
  engine: EngineContext,
  ids: string[],
): Promise<void> {
  if (ids.length === 0) return;
  // Locked, so that of two inputs that end at once the second sees what the first did. Locks are
  // taken from inputs to dependents only, in the order of ids; what crosses all the same is tried again.
  const waiting = await tx.$queryRaw<(Ready & { teamId: string })[]>`
    SELECT t."id", t."teamId", t."operation", t."options" FROM "Task" t
    WHERE t."status" = 'waiting'
      AND t."id" IN (SELECT i."taskId" FROM "TaskInput" i WHERE i."inputId" = ANY(${ids}))
    ORDER BY t."id" FOR NO KEY UPDATE`;
  if (waiting.length === 0) return;
  const inputs = await tx.taskInput.findMany({
    where: { taskId: { in: waiting.map(({ id }) => id) } },
    select: { taskId: true, inputId: true },
  });
  const byTask = Map.groupBy(inputs, ({ taskId }) => taskId);
  const waits = waiting.map((task) => ({
    ...task,
    inputIds: (byTask.get(task.id) ?? []).map(({ inputId }) => inputId),
  }));
  const statesOf = await readInputs(tx, waits);
  await engine.queue.enqueue(
    tx,
    waits.filter((task) => isReady(statesOf(task))),
  );
}
