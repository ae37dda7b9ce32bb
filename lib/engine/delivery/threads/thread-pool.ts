import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { type BirpcReturn, createBirpc } from 'birpc';
import type { Logger } from 'pino';
import { Failure } from '#lib/errors.ts';
import type { Attempt } from '../target.ts';
import type { EngineCalls, ThreadCalls, ThreadSettings } from './calls.ts';
import { toOutcome } from './outcome.ts';
import { createRightOfWay, takeRightOfWay } from './right-of-way.ts';

/** One core is the server's own; more than four threads have more to send than lines carry. */
const MOST = 4;

export type Thread = {
  worker: Worker;
  calls: BirpcReturn<ThreadCalls, EngineCalls>;
  /** Attempts under way, by the number of their call. */
  attempts: Map<number, Attempt>;
  /** Sessions that are open in it. */
  sessions: number;
  /** It has ended, and whatever is asked of it fails. */
  isGone: boolean;
};

export type ThreadPool = {
  /** The thread with the least to do. */
  take(): Thread;
  /** Has deliveries step aside for a moment. @returns what to call when it is over. */
  giveWay(): () => void;
  stop(): Promise<void>;
};

/** Starts threads when there is something for them to do, and new ones in place of those that broke off. */
export function createThreadPool(
  settings: Omit<ThreadSettings, 'rightOfWay'>,
  log: Logger,
): ThreadPool {
  const rightOfWay = createRightOfWay();
  const most = Math.max(1, Math.min(MOST, availableParallelism() - 1));
  const threads = new Set<Thread>();

  function start(): Thread {
    const worker = new Worker(new URL('./thread.ts', import.meta.url), {
      workerData: { ...settings, rightOfWay } satisfies ThreadSettings,
      execArgv: ['--disable-warning=ExperimentalWarning'],
      name: 'deliveries',
    });
    const attempts: Thread['attempts'] = new Map();
    const calls = createBirpc<ThreadCalls, EngineCalls>(
      {
        report(call, bytes, silence) {
          const attempt = attempts.get(call);
          if (bytes !== undefined) attempt?.progress(bytes);
          if (silence !== undefined) attempt?.expectSilence(silence);
        },
        saveCheckpoint: (call, checkpoint) =>
          toOutcome(async () => attempts.get(call)?.saveCheckpoint(checkpoint)),
      },
      {
        post: (message) => worker.postMessage(message),
        on: (listener) => worker.on('message', listener),
        timeout: -1,
      },
    );
    const thread: Thread = { worker, calls, attempts, sessions: 0, isGone: false };
    threads.add(thread);
    worker.on('error', (error) => log.error({ err: error }, 'a thread of deliveries broke off'));
    worker.on('exit', () => {
      thread.isGone = true;
      threads.delete(thread);
      // Tried again in another thread.
      const words = 'The part of this server that delivers files broke off.';
      calls.$close(new Failure('INTERNAL', words, { retry: true }));
    });
    // Waiting for work must not keep a process alive.
    worker.unref();
    return thread;
  }

  return {
    take() {
      const idlest = [...threads].sort((a, b) => a.sessions - b.sessions)[0];
      const isBusy = !idlest || (idlest.sessions > 0 && threads.size < most);
      return isBusy ? start() : idlest;
    },
    giveWay: () => takeRightOfWay(rightOfWay),
    async stop() {
      await Promise.all([...threads].map(({ worker }) => worker.terminate()));
    },
  };
}
