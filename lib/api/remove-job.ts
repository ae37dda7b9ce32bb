import type { Engine } from '#lib/engine/engine.ts';
import { type Asker, hasEnded } from '#lib/engine/tasks/record.ts';
import type { JobRecord } from './describe-job.ts';

/** Deletes a job with its tasks, their files and links, and stops what runs. */
export async function removeJob(engine: Engine, asker: Asker, job: JobRecord): Promise<void> {
  for (const id of inOrderOfRemoval(job.tasks)) await engine.remove(asker, id);
  await engine.context.db.prisma.job.deleteMany({ where: { id: job.id, teamId: asker.teamId } });
}

type Task = { id: string; status: string; inputs: { inputId: string }[] };

/**
 * What has ended first, then what waits before what it waits for: so nothing fails, and the job does
 * not seem to end, because it is being taken apart. Nobody is told of an end that was none.
 */
export function inOrderOfRemoval(tasks: Task[]): string[] {
  const open = new Map(tasks.flatMap((task) => (hasEnded(task) ? [] : [[task.id, task]])));
  const waitedForBy = new Map<string, number>();
  const inputsOf = ({ inputs }: Task) => new Set(inputs.map(({ inputId }) => inputId));
  for (const task of open.values())
    for (const id of inputsOf(task)) waitedForBy.set(id, (waitedForBy.get(id) ?? 0) + 1);
  const order: string[] = tasks.filter(hasEnded).map(({ id }) => id);
  const next = [...open.values()].filter(({ id }) => !waitedForBy.get(id));
  for (let task = next.pop(); task; task = next.pop()) {
    order.push(task.id);
    open.delete(task.id);
    for (const id of inputsOf(task)) {
      const left = (waitedForBy.get(id) ?? 0) - 1;
      waitedForBy.set(id, left);
      const input = open.get(id);
      if (input && left === 0) next.push(input);
    }
  }
  return order;
}
