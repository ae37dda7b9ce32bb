import { setTimeout as sleep } from 'node:timers/promises';

type RefreshQueueOptions = {
  refresh: (taskId: string) => Promise<void>;
  /** Called when a refresh failed; it is tried again. */
  onError: (error: unknown, taskId: string) => void;
  concurrency?: number;
  /** Milliseconds between two refreshes of one task, so that its progress does not flood the database. */
  spacing?: number;
  /** Milliseconds before a failed refresh is tried again; doubles up to a minute. */
  retryAfter?: number;
};

export type RefreshQueue = {
  /** Asks for a refresh that starts after this call. Cheap: call it for each change. */
  add(taskId: string): void;
  /** Resolves once nothing is wanted or under way. */
  idle(): Promise<void>;
  /** Drops what is wanted and waits for what is under way. */
  stop(): Promise<void>;
};

const LONGEST_RETRY = 60_000;

/**
 * Refreshes tasks a few at a time. Any number of requests for a task that has not started are one;
 * a request that comes while it is under way starts it again afterwards. So the last change of a
 * task is always followed by a refresh, however many there were.
 */
export function createRefreshQueue(options: RefreshQueueOptions): RefreshQueue {
  const { concurrency = 4, spacing = 300, retryAfter = 2_000 } = options;
  /** Wanted, and neither under way nor resting. */
  const wanted = new Set<string>();
  /** Under way, or resting before it may start again. */
  const busy = new Map<string, { again: boolean }>();
  const active = new Set<Promise<void>>();
  const stopping = new AbortController();

  function add(taskId: string, failures = 0): void {
    if (stopping.signal.aborted) return;
    const entry = busy.get(taskId);
    if (entry) {
      entry.again = true;
      return;
    }
    wanted.add(taskId);
    pump(failures);
  }

  function pump(failures = 0): void {
    for (const taskId of wanted) {
      if (active.size >= concurrency) return;
      wanted.delete(taskId);
      void run(taskId, failures);
    }
  }

  async function run(taskId: string, failures: number): Promise<void> {
    const entry = { again: false };
    busy.set(taskId, entry);
    let failed = false;
    const attempt = options.refresh(taskId).catch((error: unknown) => {
      failed = true;
      entry.again = true;
      options.onError(error, taskId);
    });
    active.add(attempt);
    await attempt;
    active.delete(attempt);
    pump();
    const pause = failed ? Math.min(retryAfter * 2 ** failures, LONGEST_RETRY) : spacing;
    await sleep(pause, undefined, { signal: stopping.signal, ref: false }).catch(() => {});
    busy.delete(taskId);
    if (entry.again) add(taskId, failed ? failures + 1 : 0);
  }

  return {
    add: (taskId) => add(taskId),
    async idle() {
      const again = () => [...busy.values()].some((entry) => entry.again);
      while (wanted.size > 0 || active.size > 0 || again()) await sleep(5);
    },
    async stop() {
      stopping.abort();
      wanted.clear();
      await Promise.all(active);
    },
  };
}
