import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '#lib/client/client.ts';
import type { Clock } from '#lib/clock.ts';
import { BUILTIN } from '#lib/connections/places.ts';
import type { Db } from '#lib/db/open.ts';
import { adoptTask } from './adopt-task.ts';
import { refreshExport } from './refresh-exports.ts';
import { createRefreshQueue } from './refresh-queue.ts';

type WatchOptions = {
  prisma: Db;
  clock: Clock;
  /** The connection as a team sees it. */
  clientOf: (teamId: string) => Client;
  /** Tells of changes in this process. @returns the way to stop listening. */
  onTaskChange: (listener: (taskId: string) => void) => () => void;
  /** False when other processes run tasks too, whose changes are not told here. */
  exclusive: boolean;
  onError: (error: unknown, about: string) => void;
};

export type TaskWatch = {
  /** Resolves once every change told so far stands in the exports. */
  idle(): Promise<void>;
  stop(): Promise<void>;
};

/** Milliseconds between looks at everything that has not ended; a safety net where changes are told. */
const LOOK_EVERY = { exclusive: 30_000, shared: 1_000 };
const BATCH = 500;
/** Milliseconds that a connection may take to delete what has expired. */
const AFTER_EXPIRY = 5 * 60_000;

/** Keeps exports equal to their tasks, from the start of the process to its end. */
export function watchTasks(options: WatchOptions): TaskWatch {
  const { prisma } = options;
  const queue = createRefreshQueue({
    refresh: (taskId) => refreshExport(options, taskId),
    onError: options.onError,
  });
  const unlisten = options.onTaskChange((taskId) => queue.add(taskId));
  const stopping = new AbortController();

  const looking = (async () => {
    const pause = options.exclusive ? LOOK_EVERY.exclusive : LOOK_EVERY.shared;
    while (!stopping.signal.aborted) {
      try {
        await look();
      } catch (error) {
        options.onError(error, 'exports that have not ended');
      }
      await sleep(pause, undefined, { signal: stopping.signal, ref: false }).catch(() => {});
    }
  })();

  /** Everything that has not ended. */
  async function look(): Promise<void> {
    await noteExpired(options);
    let after: string | undefined;
    for (;;) {
      const rows = await prisma.export.findMany({
        where: {
          // The others are watched in another way (watch-remote-tasks.ts).
          connection: BUILTIN,
          status: { in: ['waiting', 'processing'] },
          ...(after ? { id: { gt: after } } : {}),
        },
        select: { id: true, taskId: true },
        orderBy: { id: 'asc' },
        take: BATCH,
      });
      for (const row of rows) {
        if (stopping.signal.aborted) return;
        if (row.taskId) queue.add(row.taskId);
        else await adoptTask(options, row.id);
      }
      const last = rows.at(-1);
      if (!last || rows.length < BATCH) return;
      after = last.id;
    }
  }

  return {
    idle: () => queue.idle(),
    async stop() {
      unlisten();
      stopping.abort();
      await looking;
      await queue.stop();
    },
  };
}

/**
 * Tasks go when their temporary URLs end: nobody has to be asked about each. No page is told either:
 * it counts to that moment by itself.
 */
async function noteExpired({ prisma, clock }: WatchOptions): Promise<void> {
  const now = clock.now();
  for (;;) {
    const rows = await prisma.export.findMany({
      where: { expiresAt: { lt: new Date(now.getTime() - AFTER_EXPIRY) }, taskGoneAt: null },
      select: { id: true },
      take: BATCH,
    });
    const ids = rows.map((row) => row.id);
    await prisma.export.updateMany({ where: { id: { in: ids } }, data: { taskGoneAt: now } });
    if (rows.length < BATCH) return;
  }
}
