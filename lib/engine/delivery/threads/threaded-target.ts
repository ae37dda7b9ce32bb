import type { Clock } from '#lib/clock.ts';
import type { Options, OutgoingFile, Target, TargetContext, TargetNames } from '../target.ts';
import type { SentFile } from './calls.ts';
import { fromOutcome } from './outcome.ts';
import type { Thread, ThreadPool } from './thread-pool.ts';

let last = 0;
const nextNumber = () => ++last;

type Opened = { thread: Thread; session: number; parallelFiles: number };

/** A target that runs in a thread of the pool. A session whose thread broke off is opened in another. */
export function createThreadedTarget(
  pool: ThreadPool,
  operationId: string,
  names: TargetNames,
): Target {
  return {
    ...names,
    async open(options, context) {
      let opened = await openIn(pool.take(), operationId, options, context);
      /** One at a time: files that break off together share the new one. */
      let reopening: Promise<Opened> | undefined;
      const current = async (): Promise<Opened> => {
        if (!opened.thread.isGone) return opened;
        reopening ??= openIn(pool.take(), operationId, options, context).finally(() => {
          reopening = undefined;
        });
        opened = await reopening;
        return opened;
      };
      return {
        parallelFiles: opened.parallelFiles,
        async deliver(file, attempt) {
          const { thread, session } = await current();
          const { checkpoint, begins } = attempt;
          const call = nextNumber();
          thread.attempts.set(call, attempt);
          try {
            return await askThread(thread, call, attempt.signal, async () =>
              fromOutcome(
                await thread.calls.deliver(session, call, sent(file), { checkpoint, begins }),
              ),
            );
          } finally {
            thread.attempts.delete(call);
          }
        },
        async discard(file, checkpoint, signal) {
          const { thread, session } = await current();
          const call = nextNumber();
          await askThread(thread, call, signal, async () =>
            fromOutcome(await thread.calls.discard(session, call, sent(file), checkpoint)),
          );
        },
        async close() {
          const { thread, session } = opened;
          if (thread.isGone) return;
          thread.sessions -= 1;
          await thread.calls.close(session);
        },
      };
    },
  };
}

async function openIn(
  thread: Thread,
  operationId: string,
  options: Options,
  { signal, clock, partSize }: TargetContext,
): Promise<Opened> {
  signal.throwIfAborted();
  const session = nextNumber();
  thread.sessions += 1;
  // For as long as the session lives, not only until it is open.
  signal.addEventListener('abort', () => tell(thread, session), { once: true });
  const settings = { clockOffset: offsetOf(clock), partSize };
  try {
    const opened = await thread.calls.open(session, operationId, options, settings);
    return { thread, session, ...fromOutcome(opened) };
  } catch (error) {
    thread.sessions -= 1;
    signal.throwIfAborted();
    throw error;
  }
}

/** Tells the thread when the signal says so, and awaits its answer all the same. */
async function askThread<T>(
  thread: Thread,
  number: number,
  signal: AbortSignal,
  ask: () => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const abort = () => tell(thread, number);
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await ask();
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

function tell(thread: Thread, number: number): void {
  if (!thread.isGone) void thread.calls.abort.asEvent(number);
}

const offsetOf = (clock: Clock): number => clock.now().getTime() - Date.now();

function sent({ open: _, ...file }: OutgoingFile): SentFile {
  return file;
}
