import { setTimeout as sleepFor } from 'node:timers/promises';
import type { Clock } from '#lib/clock.ts';
import { BUILTIN } from '#lib/connections/places.ts';
import type { Remotes } from '#lib/connections/remotes.ts';
import type { Db } from '#lib/db/open.ts';
import { isFailure } from '#lib/errors.ts';
import type { Runtime } from '#lib/runtime.ts';
import { lookRemotely, WATCHED, type WatchedRow } from './look-remotely.ts';

type RemoteWatchOptions = {
  prisma: Db;
  clock: Clock;
  remotes: Remotes;
  onError: (error: unknown, about: string) => void;
};

/** Milliseconds between two looks into our own database for connections that have something to watch. */
const SCAN_EVERY = 1_000;
/** Scans between two looks at what browsers must be able to reach. */
const SCHEMES_EVERY = 30;
/** Exports of one connection that are watched at a time; the others follow as these end. */
const MOST = 500;
/** Longest that a pause is slept through without a look at what is still open. Milliseconds. */
const LONGEST_SLEEP = 10_000;
const UNENDED = ['waiting', 'processing'];

/**
 * Keeps exports that other servers run equal to their tasks: one watcher for each connection, however
 * many pages look on. A connection that has nothing open is not asked at all.
 *
 * @returns the way to stop; resolves when nothing uses the database any more.
 */
export function watchRemoteTasks({ db, clock, log, remotes }: Runtime): () => Promise<void> {
  return startRemoteWatch({
    prisma: db.prisma,
    clock,
    remotes,
    onError: (error, about) => log.error({ err: error, about }, 'a connection was not watched'),
  });
}

export function startRemoteWatch(options: RemoteWatchOptions): () => Promise<void> {
  const { prisma } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  const watched = new Map<string, Promise<void>>();
  const sleep = (ms: number) => sleepFor(ms, undefined, { signal, ref: false }).catch(() => {});

  async function scan(): Promise<void> {
    const open = await prisma.export.groupBy({
      by: ['connection'],
      where: { status: { in: UNENDED }, connection: { not: BUILTIN } },
    });
    for (const { connection } of open) {
      if (watched.has(connection)) continue;
      const watching = watchOne(connection)
        .catch((error: unknown) => options.onError(error, connection))
        .finally(() => watched.delete(connection));
      watched.set(connection, watching);
    }
  }

  async function watchOne(connection: string): Promise<void> {
    let changedAt = performance.now();
    for (;;) {
      const rows: WatchedRow[] = await prisma.export.findMany({
        where: { connection, status: { in: UNENDED } },
        select: WATCHED,
        orderBy: { id: 'asc' },
        take: MOST,
      });
      if (rows.length === 0 || signal.aborted) return;
      const pause = options.remotes.gate(connection).pause();
      if (pause > 0) {
        await sleep(Math.min(pause, LONGEST_SLEEP));
        continue;
      }
      try {
        const changed = await lookRemotely(options, connection, rows, signal);
        if (changed) changedAt = performance.now();
      } catch (error) {
        // Trouble stands in the gate, which decides when it is asked again; pages show it.
        if (signal.aborted) return;
        if (!isFailure(error)) options.onError(error, connection);
        await sleep(SCAN_EVERY);
      }
      await sleep(paceOf(rows, performance.now() - changedAt));
    }
  }

  const scanning = (async () => {
    for (let scans = 0; !signal.aborted; scans++) {
      if (scans % SCHEMES_EVERY === 0) await options.remotes.readSchemes().catch(() => {});
      await scan().catch((error: unknown) => options.onError(error, 'open exports'));
      await sleep(SCAN_EVERY);
    }
  })();

  return async () => {
    stopping.abort();
    await scanning;
    await Promise.all(watched.values());
  };
}

/** Milliseconds until the next look: long where nothing has moved for long. */
function paceOf(rows: readonly WatchedRow[], unchanged: number): number {
  if (unchanged > 600_000) return 10_000;
  const runs = rows.some((row) => row.status === 'processing');
  return unchanged > (runs ? 60_000 : 15_000) ? 3_000 : 1_000;
}
