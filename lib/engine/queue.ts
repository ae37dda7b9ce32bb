import { fromPrisma, PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import type { DbTx, OpenDb } from '#lib/db/open.ts';

const NAME = 'tasks';
const DAY_SECONDS = 24 * 3600;

type Work = { taskId: string };

/** Work waiting for a worker, in the same database and so in the same transactions as the tasks. */
export type Queue = {
  start(): Promise<void>;
  /** Enqueues within the caller's transaction: both happen, or neither. Call `wake` once it is committed. */
  enqueue(tx: DbTx, taskId: string): Promise<void>;
  work(concurrency: number, handler: (taskId: string) => Promise<void>): void;
  /** There may be more to do. Cheap. */
  wake(): void;
  /** Takes no more work; what runs goes on. */
  stopWork(): void;
  stop(): Promise<void>;
};

/** Milliseconds between looks for work that nobody told of. */
const LOOK_EVERY = 2_000;

export function createQueue(db: OpenDb, log: Logger): Queue {
  const boss = new PgBoss({
    ...db.boss,
    schedule: false,
    registerInstance: false,
    openTelemetry: { enabled: false },
    monitorVacuum: false,
  });
  boss.on('error', (error) => log.error({ err: error }, 'queue'));
  let takeMore = () => {};
  let timer: NodeJS.Timeout | undefined;
  let stopping = false;
  let fetching: Promise<void> | undefined;
  let completing: Promise<void> | undefined;
  let done: string[] = [];

  /** Those that are done by the time of a statement go with it together. */
  async function completeAll(): Promise<void> {
    while (done.length > 0) {
      const ids = done;
      done = [];
      // A task has its own account of how it ended: one that stays in the queue is found ended.
      await boss
        .complete(NAME, ids)
        .catch((error: unknown) =>
          log.error({ err: error }, 'the queue keeps tasks that are done'),
        );
    }
  }

  async function run(
    { id, data: { taskId } }: { id: string; data: Work },
    handler: (taskId: string) => Promise<void>,
  ): Promise<void> {
    try {
      await handler(taskId);
      done.push(id);
      completing ??= completeAll().finally(() => {
        completing = undefined;
      });
    } catch (error) {
      log.error({ err: error, task: taskId }, 'the queue keeps a task');
      await boss.fail(NAME, id).catch(() => {});
    }
  }

  return {
    async start() {
      await boss.start();
      const options = {
        notify: false,
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
    work(concurrency, handler) {
      let free = concurrency;
      let mayBeMore = true;

      /** One statement takes as many as can be run, in place of one from each that would run them. */
      async function fetchAll(): Promise<void> {
        while (mayBeMore && free > 0 && !stopping) {
          mayBeMore = false;
          const room = free;
          const jobs = await boss.fetch<Work>(NAME, { batchSize: room });
          if (stopping && jobs.length > 0) {
            await boss.fail(
              NAME,
              jobs.map(({ id }) => id),
            );
            return;
          }
          if (jobs.length === room) mayBeMore = true;
          for (const job of jobs) {
            free -= 1;
            void run(job, handler).finally(() => {
              free += 1;
              if (mayBeMore) takeMore();
            });
          }
        }
      }

      takeMore = () => {
        mayBeMore = true;
        if (free === 0 || stopping) return;
        fetching ??= fetchAll()
          .then(
            () => true,
            (error: unknown) => {
              // The next look comes by itself.
              log.error({ err: error }, 'the queue could not be read');
              return false;
            },
          )
          .then((read) => {
            fetching = undefined;
            // Told of while the last statement ran out.
            if (read && mayBeMore) takeMore();
          });
      };
      timer = setInterval(takeMore, LOOK_EVERY);
      takeMore();
    },
    wake: () => takeMore(),
    stopWork() {
      stopping = true;
      clearInterval(timer);
    },
    async stop() {
      await fetching;
      await completing;
      await boss.stop({ graceful: false, close: true });
    },
  };
}
