import { fromPrisma, PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import type { DbTx, OpenDb } from '#lib/db/open.ts';
import { createLookout, type Lookout } from './lookout.ts';
import type { Transactions } from './transaction.ts';

/**
 * What waits together: `instant` for what is done in the moment in which it is taken, `tasks` for
 * what keeps a worker busy. Neither waits for the other.
 */
export const LANES = ['tasks', 'instant'] as const;
export type Lane = (typeof LANES)[number];

/** A task that is ready. */
export type Ready = { id: string; operation: string; options: unknown };
/** A place in a lane, and the task that has it. */
export type Place = { id: string; taskId: string };

/**
 * Tasks that are ready, in the same database and so in the same transactions as the tasks. Who takes
 * one takes it out: from then on the task's own row says what becomes of it.
 */
export type Queue = {
  start(): Promise<void>;
  /** Enqueues, and wakes whoever takes from there once `tx` is committed, in other processes, too. */
  enqueue(tx: DbTx, tasks: Ready[]): Promise<void>;
  /** The same, into a lane of the caller's choice. */
  enqueueIn(tx: DbTx, lane: Lane, taskIds: string[]): Promise<void>;
  /** Takes the first of a lane; those that another transaction is taking are passed over. */
  take(tx: DbTx, lane: Lane, most: number): Promise<Place[]>;
  /** Takes places that were found before. @returns those that were still there. */
  takeThese(tx: DbTx, lane: Lane, places: Place[]): Promise<Place[]>;
  /** Leaves a place out for the next 2 seconds, so that it does not keep back those behind it. */
  putOff(lane: Lane, place: Place): Promise<void>;
  /** Calls `look` whenever there may be something in a lane; it says whether there may be more right now. */
  work(lane: Lane, look: () => Promise<boolean>): void;
  /** There may be more to do. Cheap. */
  wake(lane: Lane): void;
  /** Takes no more work; what runs goes on. Resolves when nothing more is being taken. */
  stopWork(): Promise<void>;
  stop(): Promise<void>;
};

const DAY_SECONDS = 24 * 3600;
/** What one process tells others about a lane. */
const NOTICE = 'lane ';

type Work = { taskId: string };

export function createQueue(
  db: OpenDb,
  log: Logger,
  { afterCommit }: Pick<Transactions, 'afterCommit'>,
  laneOf: (task: Ready) => Lane,
): Queue {
  const boss = new PgBoss({
    ...db.boss,
    schedule: false,
    registerInstance: false,
    openTelemetry: { enabled: false },
    monitorVacuum: false,
  });
  boss.on('error', (error) => log.error({ err: error }, 'queue'));
  const lookouts = new Map<Lane, Lookout>();
  const wake = (lane: Lane) => lookouts.get(lane)?.wake();
  const unlisten = db.notices?.listen((text) => {
    for (const lane of LANES) if (text === NOTICE + lane) wake(lane);
  });

  return {
    async start() {
      await boss.start();
      const options = {
        notify: false,
        // Places that are put off come back as often as it takes.
        retryLimit: 10,
        retryDelay: 2,
        expireInSeconds: DAY_SECONDS - 1,
        deleteAfterSeconds: 60,
        retentionSeconds: 7 * DAY_SECONDS,
      };
      for (const lane of LANES) {
        await boss.createQueue(lane, options);
        // Also reads it: what pg-boss does not know, it looks up beside the transaction that needs it.
        await boss.updateQueue(lane, options);
      }
    },
    async enqueue(tx, tasks) {
      for (const [lane, those] of Map.groupBy(tasks, laneOf))
        await enqueueIn(
          tx,
          lane,
          those.map(({ id }) => id),
        );
    },
    enqueueIn,
    async take(tx, lane, most) {
      const found = await boss.fetch<Work>(lane, { batchSize: most, db: fromPrisma(tx) });
      const places = found.map(({ id, data }) => ({ id, taskId: data.taskId }));
      if (places.length > 0) await remove(tx, lane, places);
      return places;
    },
    async takeThese(tx, lane, places) {
      const there: Place[] = [];
      for (const place of places) if ((await remove(tx, lane, [place])) > 0) there.push(place);
      return there;
    },
    async putOff(lane, place) {
      await boss.fail(lane, place.id);
    },
    work(lane, look) {
      lookouts.get(lane)?.stop();
      lookouts.set(lane, createLookout(look, log));
      wake(lane);
    },
    wake,
    async stopWork() {
      await Promise.all(Array.from(lookouts.values(), (lookout) => lookout.stop()));
    },
    async stop() {
      unlisten?.();
      await boss.stop({ graceful: false, close: true });
    },
  };

  async function enqueueIn(tx: DbTx, lane: Lane, taskIds: string[]): Promise<void> {
    if (taskIds.length === 0) return;
    const work = taskIds.map((taskId) => ({ data: { taskId } satisfies Work }));
    await boss.insert(lane, work, { db: fromPrisma(tx) });
    afterCommit(tx, NOTICE + lane, () => {
      wake(lane);
      db.notices?.send(NOTICE + lane);
    });
  }

  async function remove(tx: DbTx, lane: Lane, places: Place[]): Promise<number> {
    const ids = places.map(({ id }) => id);
    const answer: { affected?: unknown } = await boss.deleteJob(lane, ids, { db: fromPrisma(tx) });
    // Its type does not tell; a task must not be lost over that.
    if (typeof answer.affected !== 'number')
      throw new Error('pg-boss does not say what it deleted.');
    return answer.affected;
  }
}
