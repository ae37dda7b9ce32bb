import { fromPrisma, PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import type { DbTx, OpenDb } from '#lib/db/open.ts';

const NAME = 'tasks';
const DAY_SECONDS = 24 * 3600;

type Work = { taskId: string };

/** Work waiting for a worker, in the same database and so in the same transactions as the tasks. */
export type Queue = {
  start(): Promise<void>;
  /** Enqueues within the caller's transaction: both happen, or neither. */
  enqueue(tx: DbTx, taskId: string): Promise<void>;
  work(concurrency: number, handler: (taskId: string) => Promise<void>): Promise<void>;
  /** Takes no more work; what runs goes on. */
  stopWork(): Promise<void>;
  stop(): Promise<void>;
};

export function createQueue(db: OpenDb, log: Logger): Queue {
  const boss = new PgBoss({
    ...db.boss,
    schedule: false,
    // A worker is woken when a task is committed; polling is the fallback.
    useListenNotify: true,
    registerInstance: false,
    openTelemetry: { enabled: false },
    monitorVacuum: false,
  });
  boss.on('error', (error) => log.error({ err: error }, 'queue'));
  let stopping = false;

  /** @returns whether there was any. */
  async function workOne(handler: (taskId: string) => Promise<void>): Promise<boolean> {
    const [job] = await boss.fetch<Work>(NAME);
    if (!job) return false;
    try {
      await handler(job.data.taskId);
      await boss.complete(NAME, job.id);
    } catch (error) {
      log.error({ err: error, task: job.data.taskId }, 'the queue keeps a task');
      await boss.fail(NAME, job.id);
    }
    return true;
  }

  return {
    async start() {
      await boss.start();
      const options = {
        notify: true,
        // A handler fails only when the database does; tasks have their own account of retries.
        retryLimit: 10,
        retryDelay: 2,
        expireInSeconds: DAY_SECONDS - 1,
        deleteAfterSeconds: 60,
        retentionSeconds: 7 * DAY_SECONDS,
      };
      await boss.createQueue(NAME, options);
      await boss.updateQueue(NAME, options);
    },
    async enqueue(tx, taskId) {
      await boss.send(NAME, { taskId }, { db: fromPrisma(tx) });
    },
    async work(concurrency, handler) {
      await boss.work<Work>(
        NAME,
        { localConcurrency: concurrency, pollingIntervalSeconds: 2, batchSize: 1 },
        async ([job]) => {
          if (job) await handler(job.data.taskId);
          // pg-boss would now rest until it is told of new work or its interval is over, also when
          // more is waiting: of a burst, each worker would take one task in two seconds.
          while (!stopping && (await workOne(handler)));
        },
      );
    },
    async stopWork() {
      stopping = true;
      await boss.offWork(NAME, { wait: false });
    },
    async stop() {
      await boss.stop({ graceful: false, close: true });
    },
  };
}
