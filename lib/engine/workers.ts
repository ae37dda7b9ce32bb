import type { EngineContext } from './context.ts';
import { type Find, type Running, runClaimed } from './run.ts';
import { takeTasks } from './take-tasks.ts';

/** Lets so many tasks run at a time. One look takes as many as can be run, in place of one for each. */
export function startWorkers(
  engine: EngineContext,
  running: Running,
  find: Find,
  count: number,
): void {
  let free = count;
  let mayBeMore = false;

  async function look(): Promise<boolean> {
    const room = free;
    mayBeMore = true;
    if (room === 0) return false;
    const { claimed, places } = await takeTasks(engine, room);
    mayBeMore = places === room;
    for (const one of claimed) {
      free -= 1;
      void runClaimed(engine, running, find, one)
        .catch((error: unknown) =>
          engine.log.error({ err: error, task: one.id }, 'a run was broken off'),
        )
        .finally(() => {
          free += 1;
          if (mayBeMore) engine.queue.wake('tasks');
        });
    }
    return mayBeMore && free > 0;
  }

  engine.queue.work('tasks', look);
}
