import { Failure } from '#lib/errors.ts';
import { type EngineContext, KEEP_FOR, LEASE } from './context.ts';
import { type Ending, endTasks } from './tasks/end-tasks.ts';
import { removeTasks } from './tasks/remove-tasks.ts';
import { waitAgain } from './tasks/wait-again.ts';
import { tell } from './tell.ts';

const BATCH = 100;
/** Longer than the longest TASK_DEADLINE_MINUTES. Milliseconds. */
const SWEEP_AFTER = 25 * 3_600_000;

/** What nobody asks for and must happen: expiry, and tasks whose process died. Safe to run anywhere, any time. */
export async function keepHouse(engine: EngineContext): Promise<void> {
  await recoverRuns(engine, new Date(engine.clock.now().getTime() - LEASE));
  await expireUploads(engine);
  await expireTasks(engine);
  const old = new Date(engine.clock.now().getTime() - KEEP_FOR);
  await engine.db.prisma.idempotencyKey.deleteMany({ where: { createdAt: { lt: old } } });
  await engine.db.prisma.job.deleteMany({ where: { createdAt: { lt: old }, tasks: { none: {} } } });
}

/** Runs without a sign of life since `before`, or all, go back: uploads to their form, others to the queue. */
export async function recoverRuns(engine: EngineContext, before?: Date): Promise<void> {
  const lost = await engine.db.prisma.task.findMany({
    where: { status: 'processing', ...(before ? { updatedAt: { lt: before } } : {}) },
    select: { id: true, runId: true, operation: true, options: true },
  });
  for (const task of lost) {
    const { id, runId, operation } = task;
    await engine.transaction(async (tx) => {
      const { count } = await tx.task.updateMany({
        where: { id, runId, status: 'processing' },
        data: waitAgain(engine.clock.now()),
      });
      if (count > 0 && operation !== 'import/upload') await engine.queue.enqueue(tx, [task]);
      tell(tx, engine, id, 'changed');
    });
    engine.log.warn({ task: id, operation }, 'a run was broken off; the task goes on');
  }
}

async function expireUploads(engine: EngineContext): Promise<void> {
  const failure = new Failure('DEADLINE_EXCEEDED', 'No file was uploaded within 6 hours.');
  const expired = await engine.db.prisma.task.findMany({
    where: { status: 'waiting', operation: 'import/upload', expiresAt: { lt: engine.clock.now() } },
    select: { id: true },
    take: BATCH,
  });
  for (const { id } of expired) {
    const fence: Ending['fence'] = { statuses: ['waiting'] };
    await engine.transaction((tx) =>
      endTasks(tx, engine, [{ id, fence, end: { status: 'error', failure } }]),
    );
  }
}

async function expireTasks(engine: EngineContext): Promise<void> {
  for (;;) {
    const expired = await engine.db.prisma.task.findMany({
      where: { status: { in: ['finished', 'error'] }, expiresAt: { lt: engine.clock.now() } },
      select: { id: true },
      take: BATCH,
    });
    const ids = expired.map(({ id }) => id);
    if (ids.length > 0) await removeTasks(engine, ids);
    if (expired.length < BATCH) return;
  }
}

/**
 * Removes bytes in storage that no row names: a crash came between the two. Spares what is younger
 * than any run may last, since bytes are in their place a moment before the row that names them.
 *
 * @returns how many were removed.
 */
export async function sweepStorage(engine: EngineContext): Promise<number> {
  await engine.storage.sweep(engine.db.exclusive ? 0 : SWEEP_AFTER);
  let removed = 0;
  let batch: string[] = [];
  const flush = async () => {
    const known = await engine.db.prisma.blob.findMany({
      where: { storageKey: { in: batch } },
      select: { storageKey: true },
    });
    const keep = new Set(known.map((blob) => blob.storageKey));
    for (const key of batch) {
      if (keep.has(key)) continue;
      await engine.storage.remove(key);
      removed += 1;
    }
    batch = [];
  };
  for await (const key of engine.storage.keys(SWEEP_AFTER)) {
    batch.push(key);
    if (batch.length >= 500) await flush();
  }
  await flush();
  return removed;
}
