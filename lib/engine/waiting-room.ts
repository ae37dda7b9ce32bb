import type { Logger } from 'pino';
import type { OpenDb } from '#lib/db/open.ts';
import type { Changes } from './changes.ts';

/** Where those who wait for the end of a task sit until they are called. */
export type WaitingRoom = {
  /** Listens from now on, so that no end falls between looking and waiting. Leave in any case. */
  enter(taskId: string): Seat;
  stop(): void;
};

export type Seat = {
  /** Resolves when the task may have ended, or after `timeoutMs`. @throws when aborted. */
  wait(timeoutMs: number, signal?: AbortSignal): Promise<void>;
  leave(): void;
};

/** Milliseconds between looks for ends that nobody told of: a broken line to another process. */
const LOOK_EVERY = 5_000;
/** Timers hold 31 bits. */
const LONGEST_TIMER = 2 ** 31 - 1;

/**
 * One listener for all that wait. On a database that other processes use too, one query now and then
 * looks for all of them together.
 */
export function createWaitingRoom({ prisma, exclusive }: OpenDb, changes: Changes, log: Logger) {
  const seats = new Map<string, Set<() => void>>();
  const call = (taskId: string) => {
    for (const wake of seats.get(taskId) ?? []) wake();
  };
  const unlisten = changes.onTaskChange((taskId, kind) => {
    if (kind === 'ended') call(taskId);
  });

  let looking = false;
  async function look(): Promise<void> {
    if (looking || seats.size === 0) return;
    looking = true;
    try {
      const ids = [...seats.keys()];
      const open = await prisma.task.findMany({
        where: { id: { in: ids }, status: { in: ['waiting', 'processing'] } },
        select: { id: true },
      });
      const still = new Set(open.map(({ id }) => id));
      for (const id of ids) if (!still.has(id)) call(id);
    } catch (error) {
      log.warn({ err: error }, 'ends of tasks were not looked for');
    } finally {
      looking = false;
    }
  }
  const timer = exclusive ? undefined : setInterval(() => void look(), LOOK_EVERY).unref();

  const room: WaitingRoom = {
    enter(id) {
      const taskId = id.toLowerCase();
      const { promise: called, resolve } = Promise.withResolvers<void>();
      const wake = () => resolve();
      const others = seats.get(taskId);
      if (others) others.add(wake);
      else seats.set(taskId, new Set([wake]));
      return {
        async wait(timeoutMs, signal) {
          signal?.throwIfAborted();
          const over = setTimeout(wake, Math.min(Math.ceil(timeoutMs), LONGEST_TIMER));
          signal?.addEventListener('abort', wake, { once: true });
          try {
            await called;
            signal?.throwIfAborted();
          } finally {
            clearTimeout(over);
            signal?.removeEventListener('abort', wake);
          }
        },
        leave() {
          const here = seats.get(taskId);
          here?.delete(wake);
          if (here?.size === 0) seats.delete(taskId);
        },
      };
    },
    stop() {
      unlisten();
      clearInterval(timer);
    },
  };
  return room;
}
