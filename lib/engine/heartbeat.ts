import type { EngineContext } from './context.ts';
import { STOP } from './stop.ts';

/** Milliseconds between two notes of progress, and between two signs of life without any. */
const NOTE_EVERY = 500;
const BEAT_EVERY = 5_000;

export type Heartbeat = {
  progress(done: number, total?: number): void;
  /** Resolves when nothing more is written. May be called twice. */
  stop(): Promise<void>;
};

/**
 * Why a run has its task no more. Who cancels tells the run in its own process, but it may read that here
 * first: then nobody else will clean up after it.
 */
async function findReason({ db }: EngineContext, id: string): Promise<string> {
  const task = await db.prisma.task.findUnique({ where: { id }, select: { status: true } });
  return !task || task.status === 'error' ? STOP.cancelled : STOP.lost;
}

/**
 * Writes progress and signs of life of a run. A run that finds the task taken from it, by a cancel
 * in another process or by a worker that held it for dead, is stopped.
 * @param alsoWrite what else the run has to note, in the same rhythm.
 */
export function startHeartbeat(
  engine: EngineContext,
  run: { id: string; runId: string },
  stop: AbortController,
  alsoWrite: () => Promise<unknown> = async () => {},
): Heartbeat {
  let done = 0;
  let total: number | undefined;
  let noted = -1;
  let lastWrite = performance.now();
  let writing: Promise<void> | undefined;

  async function write(): Promise<void> {
    const changed = done !== noted;
    noted = done;
    lastWrite = performance.now();
    const { count } = await engine.db.prisma.task.updateMany({
      where: { id: run.id, runId: run.runId },
      data: {
        updatedAt: engine.clock.now(),
        ...(changed
          ? {
              bytesDone: done,
              bytesTotal: total ?? null,
              percent: total ? Math.min(99, Math.floor((done / total) * 100)) : null,
            }
          : {}),
      },
    });
    if (count === 0) {
      stop.abort(await findReason(engine, run.id));
      return;
    }
    await alsoWrite();
    if (changed) engine.changes.emit(run.id, 'changed');
  }

  const timer = setInterval(() => {
    const due = done !== noted || performance.now() - lastWrite > BEAT_EVERY;
    if (writing || !due) return;
    writing = write()
      .catch((error: unknown) =>
        engine.log.warn({ err: error, task: run.id }, 'progress was not written'),
      )
      .finally(() => {
        writing = undefined;
      });
  }, NOTE_EVERY);

  return {
    progress(nowDone, nowTotal) {
      done = nowDone;
      if (nowTotal !== undefined) total = nowTotal;
    },
    async stop() {
      clearInterval(timer);
      await writing;
    },
  };
}
