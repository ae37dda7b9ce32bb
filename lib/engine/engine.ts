import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { gather } from '#lib/db/gather.ts';
import { Failure } from '#lib/errors.ts';
import { deriveKey } from '#lib/vault/master-key.ts';
import { type ChangeListener, createChanges } from './changes.ts';
import {
  DELIVERY_LIMITS,
  type DeliveryLimits,
  type EngineContext,
  type InputFile,
  type Limits,
} from './context.ts';
import { sweepTargets, sweepTask } from './delivery/sweep-targets.ts';
import type { Options } from './delivery/target.ts';
import type { ThreadPool } from './delivery/threads/thread-pool.ts';
import { keepHouse, recoverRuns, sweepStorage } from './housekeeping.ts';
import type { ProbeReport } from './probe/report.ts';
import { type ProbeRequest, runProbe } from './probe/run-probe.ts';
import { createQueue } from './queue.ts';
import { beginUpload, type Upload } from './receive-upload.ts';
import { findInstant, findProbe, findRunner, findTarget, runnableOperations } from './registry.ts';
import type { Running } from './run.ts';
import { runInstants } from './run-instants.ts';
import { STOP } from './stop.ts';
import { cancelTask } from './tasks/cancel-task.ts';
import { type Creation, createTasks, type NewTask } from './tasks/create-tasks.ts';
import { getTask } from './tasks/find-task.ts';
import { listTasks, type TaskFilter } from './tasks/list-tasks.ts';
import { createTaskReader } from './tasks/read-tasks.ts';
import { type Asker, hasEnded, type TaskRecord } from './tasks/record.ts';
import { removeTasks } from './tasks/remove-tasks.ts';
import { retryTask } from './tasks/retry-task.ts';
import { createUrlSigner, type UrlSigner } from './temporary-url.ts';
import { createTransactions, type Transactions } from './transaction.ts';
import { createUploadSigner, type UploadSigner } from './upload-form.ts';
import { createWaitingRoom } from './waiting-room.ts';
import { startWorkers } from './workers.ts';

const HOUSEKEEPING_EVERY = 15_000;
const SWEEP_EVERY = 6 * 3_600_000;
/** Milliseconds that running tasks get to end by themselves when the process is told to. */
const GRACE = 4_000;

export type EngineOptions = Omit<
  EngineContext,
  'queue' | 'changes' | 'limits' | keyof Transactions
> & {
  workers: number;
  /** Threads that targets run in. Without them they run in this one, for tests that lead them astray. */
  threads?: ThreadPool;
  limits: Omit<Limits, 'delivery'> & { delivery?: Partial<DeliveryLimits> };
};

/** Runs tasks: the one way in for the API. Methods throw Failure for what is the asker's to mend. */
export type Engine = {
  /** Keys derived from the master key, each for its own purpose. */
  keys: { session: Buffer };
  urls: UrlSigner;
  uploads: UploadSigner;
  /** The context, for code of lib/api that works in transactions with it (jobs). */
  context: EngineContext;
  operations(): string[];
  create(asker: Asker, task: NewTask): Promise<TaskRecord>;
  find(asker: Asker, id: string): Promise<TaskRecord | undefined>;
  get(asker: Asker, id: string): Promise<TaskRecord>;
  list(
    asker: Asker,
    filter: TaskFilter,
    page: { page: number; perPage: number },
  ): Promise<{ tasks: TaskRecord[]; more: boolean }>;
  cancel(asker: Asker, id: string): Promise<TaskRecord>;
  retry(asker: Asker, id: string): Promise<TaskRecord>;
  remove(asker: Asker, id: string): Promise<void>;
  /** The task once it has ended, or as it is when the time is up. Milliseconds. */
  waitForEnd(
    asker: Asker,
    id: string,
    timeoutMs: number,
    signal?: AbortSignal,
  ): Promise<TaskRecord>;
  beginUpload(taskId: string): Promise<Upload>;
  /** The file behind a temporary URL, whose signature was checked. Undefined when it is gone. */
  findFile(
    taskId: string,
    filename: string,
  ): Promise<(InputFile & { endedAt: Date | null }) | undefined>;
  /** Path and query of a temporary URL for a file of a task. @throws Failure NOT_FOUND. */
  temporaryUrl(file: {
    taskId: string;
    teamId: string;
    filename: string;
    disposition: 'inline' | 'attachment';
    expiresInSeconds: number;
  }): Promise<string>;
  /** Tests whether an operation would deliver with these options. @throws as runProbe. */
  probe(operationId: string, options: Options, request: ProbeRequest): Promise<ProbeReport>;
  onTaskChange(listener: ChangeListener): () => void;
  start(): Promise<void>;
  /** Stops taking work, lets short work end, hands long work back. */
  stop(): Promise<void>;
  /** Runs expiry and recovery now; also runs by itself. */
  keepHouse(): Promise<void>;
};

export function createEngine({ workers, threads, ...parts }: EngineOptions): Engine {
  const transactions = createTransactions(parts.db.prisma, parts.log);
  const queue = createQueue(parts.db, parts.log, transactions, ({ operation, options }) =>
    findInstant(operation, options) ? 'instant' : 'tasks',
  );
  const changes = createChanges(parts.db.notices);
  const room = createWaitingRoom(parts.db, changes, parts.log);
  const limits = {
    ...parts.limits,
    delivery: { ...DELIVERY_LIMITS, ...parts.limits.delivery },
  };
  const engine: EngineContext = { ...parts, ...transactions, limits, queue, changes };
  const targetFor = (operationId: string) => findTarget(operationId, threads);
  const runnerFor = (operationId: string) => findRunner(operationId, threads);
  const { prisma } = parts.db;
  const reader = createTaskReader(prisma);
  const create = gather((creations: Creation[]) =>
    engine.transaction((tx) => createTasks(tx, engine, creations)),
  );
  const remove = gather(async (ids: string[]) => {
    await removeTasks(engine, ids);
    return ids;
  });
  const running: Running = new Map();
  const urls = createUrlSigner(deriveKey(parts.master, 'temporary-url'));
  const uploads = createUploadSigner(deriveKey(parts.master, 'upload-form'));
  let timer: NodeJS.Timeout | undefined;
  let sweepTimer: NodeJS.Timeout | undefined;
  const sweep = () => {
    sweepStorage(engine).catch((error: unknown) =>
      parts.log.error({ err: error }, 'the sweep failed'),
    );
  };
  let keepingHouse: Promise<void> | undefined;

  const keepHouseOnce = () => {
    keepingHouse ??= Promise.all([keepHouse(engine), sweepTargets(engine, targetFor)])
      .then(() => {})
      .catch((error: unknown) => parts.log.error({ err: error }, 'housekeeping failed'))
      .finally(() => {
        keepingHouse = undefined;
      });
    return keepingHouse;
  };

  return {
    keys: { session: deriveKey(parts.master, 'session') },
    urls,
    uploads,
    context: engine,
    operations: runnableOperations,
    // The id is given before the first try: a second one, after a commit that was not heard of, makes no other.
    create: (asker, task) => create({ asker, task: { id: randomUUID(), ...task } }),
    find: (asker, id) => reader.find(asker, id),
    get: (asker, id) => reader.get(asker, id),
    list: (asker, filter, page) => listTasks(prisma, asker, filter, page),
    async cancel(asker, id) {
      const task = await cancelTask(engine, asker, id);
      running.get(task.id)?.abort(STOP.cancelled);
      return task;
    },
    retry: (asker, id) => engine.transaction((tx) => retryTask(tx, engine, asker, id)),
    async remove(asker, id) {
      const task = await reader.get(asker, id);
      const run = running.get(task.id);
      run?.abort(STOP.cancelled);
      // A run cleans up after itself; what one before it left is known only as long as the task is.
      if (!run && task.deliveries.length > 0) await sweepTask(engine, targetFor, task);
      await remove(task.id);
    },
    async waitForEnd(asker, id, timeoutMs, signal) {
      const until = performance.now() + timeoutMs;
      for (;;) {
        const seat = room.enter(id);
        try {
          const left = until - performance.now();
          const task = await reader.get(asker, id);
          if (hasEnded(task) || left <= 0) return task;
          await seat.wait(left, signal);
        } finally {
          seat.leave();
        }
      }
    },
    beginUpload: (taskId) => beginUpload(engine, running, taskId),
    async findFile(taskId, filename) {
      const file = await prisma.file.findUnique({
        where: { taskId_filename: { taskId, filename } },
        include: { blob: true, task: { select: { endedAt: true, expiresAt: true } } },
      });
      if (!file || (file.task.expiresAt && file.task.expiresAt <= parts.clock.now()))
        return undefined;
      return {
        filename: file.filename,
        contentType: file.contentType,
        size: Number(file.blob.size),
        sha256: file.blob.sha256,
        blockSums: file.blob.blockSums ?? undefined,
        blobId: file.blobId,
        storageKey: file.blob.storageKey,
        endedAt: file.task.endedAt,
        open: (range) => parts.storage.open(file.blob.storageKey, range),
      };
    },
    async temporaryUrl({ taskId, teamId, filename, disposition, expiresInSeconds }) {
      const task = await getTask(prisma, { teamId, userId: null }, taskId);
      if (!task.files.some((file) => file.filename === filename)) throw new Failure('NOT_FOUND');
      const expires = Math.floor(parts.clock.now().getTime() / 1000) + expiresInSeconds;
      return urls.sign({ taskId, filename, disposition, expires });
    },
    probe: (operationId, options, request) =>
      runProbe(engine, findProbe, operationId, options, request),
    onTaskChange: (listener) => changes.onTaskChange(listener),
    async start() {
      await queue.start();
      // Nobody else can have this database: whatever says it runs was broken off.
      if (parts.db.exclusive) await recoverRuns(engine);
      startWorkers(engine, running, runnerFor, workers);
      queue.work('instant', () => runInstants(engine, findInstant));
      timer = setInterval(keepHouseOnce, HOUSEKEEPING_EVERY);
      void keepHouseOnce();
      sweep();
      sweepTimer = setInterval(sweep, SWEEP_EVERY);
    },
    async stop() {
      clearInterval(timer);
      clearInterval(sweepTimer);
      await queue.stopWork();
      const until = performance.now() + GRACE;
      while (running.size > 0 && performance.now() < until) await sleep(50);
      for (const stop of running.values()) stop.abort(STOP.shutdown);
      const last = performance.now() + 2_000;
      while (running.size > 0 && performance.now() < last) await sleep(20);
      await keepingHouse;
      await queue.stop();
      await threads?.stop();
      room.stop();
      changes.stop();
    },
    keepHouse: async () => {
      await keepHouseOnce();
    },
  };
}
