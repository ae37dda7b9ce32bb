import type { DbTx } from '#lib/db/open.ts';
import type { EngineContext, Instant } from './context.ts';
import type { Place } from './queue.ts';
import { claimTasks } from './tasks/claim-tasks.ts';
import { type Ending, endTasks } from './tasks/end-tasks.ts';
import { openClaim } from './tasks/open-claim.ts';

export type FindInstant = (operationId: string, options: unknown) => Instant | undefined;

/** So many share a transaction: each more costs less, and all of them end at once. */
const MOST = 64;

/**
 * Takes, runs and ends tasks that move no bytes in one transaction: no worker is needed, a process
 * that dies leaves nothing begun, and the number of statements does not grow with that of the tasks.
 *
 * @returns whether there may be more right now.
 */
export async function runInstants(engine: EngineContext, find: FindInstant): Promise<boolean> {
  let places: Place[] = [];
  try {
    await engine.transaction(async (tx) => {
      places = [];
      places = await engine.queue.take(tx, 'instant', MOST);
      await runTogether(tx, engine, find, places);
    });
  } catch (error) {
    // Nothing was read: it is the database, and all are in their places.
    if (places.length === 0) throw error;
    engine.log.error({ err: error, count: places.length }, 'tasks were not run together');
    await leaveToWorkers(engine, places);
  }
  return places.length === MOST;
}

async function runTogether(
  tx: DbTx,
  engine: EngineContext,
  find: FindInstant,
  places: Place[],
): Promise<void> {
  const claimed = await claimTasks(
    tx,
    engine,
    places.map(({ taskId }) => taskId),
  );
  const endings = claimed.map((one): Ending => {
    const { id, runId, options, inputs } = openClaim(engine, one);
    const instant = find(one.operation, one.options);
    if (!instant) throw new Error(`${one.operation} cannot be run in an instant.`);
    return {
      id,
      fence: { runId },
      end: { status: 'finished', files: instant.run({ options, inputs }) },
    };
  });
  await endTasks(tx, engine, endings);
}

/** Workers run each for itself and count its attempts: one that always fails ends, and harms no other. */
async function leaveToWorkers(engine: EngineContext, places: Place[]): Promise<void> {
  await engine.transaction(async (tx) => {
    const there = await engine.queue.takeThese(tx, 'instant', places);
    await engine.queue.enqueueIn(
      tx,
      'tasks',
      there.map(({ taskId }) => taskId),
    );
  });
}
