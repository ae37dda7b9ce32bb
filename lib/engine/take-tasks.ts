import type { EngineContext } from './context.ts';
import type { Place } from './queue.ts';
import { type Claimed, claimTasks } from './tasks/claim-tasks.ts';

export type Taken = {
  claimed: Claimed[];
  /** How many places there were: fewer than asked for when no more wait. */
  places: number;
};

/**
 * Takes tasks for workers, from the queue and for a run in one transaction: a process that dies
 * leaves each either waiting in its place or in a run that housekeeping finds.
 */
export async function takeTasks(engine: EngineContext, most: number): Promise<Taken> {
  let places: Place[] = [];
  try {
    return await engine.transaction(async (tx) => {
      places = [];
      places = await engine.queue.take(tx, 'tasks', most);
      const claimed = await claimTasks(tx, engine, taskIdsOf(places));
      return { claimed, places: places.length };
    });
  } catch (error) {
    // Nothing was read: it is the database, and all are in their places.
    if (places.length === 0) throw error;
    engine.log.error({ err: error, tasks: taskIdsOf(places) }, 'tasks were not taken together');
    return { claimed: await takeEach(engine, places), places: places.length };
  }
}

/** So that one that cannot be taken keeps nobody back. */
async function takeEach(engine: EngineContext, places: Place[]): Promise<Claimed[]> {
  const all: Claimed[] = [];
  for (const place of places) {
    try {
      const claimed = await engine.transaction(async (tx) =>
        claimTasks(tx, engine, taskIdsOf(await engine.queue.takeThese(tx, 'tasks', [place]))),
      );
      all.push(...claimed);
    } catch (error) {
      engine.log.error({ err: error, task: place.taskId }, 'a task was not taken');
      await engine.queue
        .putOff('tasks', place)
        .catch((reason: unknown) => engine.log.error({ err: reason }, 'a task keeps its place'));
    }
  }
  return all;
}

const taskIdsOf = (places: Place[]) => places.map(({ taskId }) => taskId);
