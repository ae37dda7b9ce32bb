import type { WireTask } from '#lib/client/types.ts';

/** Tasks remembered in each process: enough for what is open on screens. */
const MOST = 1_000;
/** Milliseconds after which nobody would believe it any more. */
const LONGEST = 120_000;

/** What the watcher last heard of tasks, so that no page has to ask for itself. */
export type TaskMemory = {
  remember(connection: string, task: WireTask): void;
  /** Undefined when it is not known, or was heard longer ago than `maxAge` milliseconds. */
  find(connection: string, taskId: string, maxAge: number): WireTask | undefined;
  forget(connection: string, taskId: string): void;
};

export function createTaskMemory(now: () => number = Date.now): TaskMemory {
  // In the order in which they were heard of: the first is the oldest.
  const tasks = new Map<string, { task: WireTask; at: number }>();
  const keyOf = (connection: string, taskId: string) => `${connection}/${taskId}`;
  return {
    remember(connection, task) {
      const key = keyOf(connection, task.id);
      tasks.delete(key);
      tasks.set(key, { task, at: now() });
      for (const [oldest, { at }] of tasks) {
        if (tasks.size <= MOST && now() - at <= LONGEST) break;
        tasks.delete(oldest);
      }
    },
    find(connection, taskId, maxAge) {
      const found = tasks.get(keyOf(connection, taskId));
      return found && now() - found.at <= maxAge ? found.task : undefined;
    },
    forget(connection, taskId) {
      tasks.delete(keyOf(connection, taskId));
    },
  };
}
