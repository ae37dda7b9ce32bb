/** A thread that delivers: targets run here, so that sending and hashing never hold up the server. */
import { parentPort, workerData } from 'node:worker_threads';
import { createBirpc } from 'birpc';
import { createEgress } from '../../egress.ts';
import { createFolderStorage } from '../../folder-storage.ts';
import { loadTarget } from '../../registry.ts';
import { openSource } from '../source-file.ts';
import type { OutgoingFile, TargetSession } from '../target.ts';
import type { EngineCalls, SentFile, ThreadCalls, ThreadSettings } from './calls.ts';
import { fromOutcome, toOutcome } from './outcome.ts';
import { createReporter } from './reporter.ts';
import { createStepAside } from './right-of-way.ts';

const { allow, files, rightOfWay } = workerData as ThreadSettings;
const egress = createEgress({ allow });
const storage = createFolderStorage({
  dir: files,
  minFreeBytes: 0,
  beforeRead: createStepAside(rightOfWay),
});
const sessions = new Map<number, TargetSession>();
/** Of sessions and calls. */
const stops = new Map<number, AbortController>();

const calls: ThreadCalls = {
  open: (number, operationId, options, { clockOffset, partSize }) =>
    toOutcome(() =>
      stoppable(number, async (signal) => {
        const target = await loadTarget(operationId);
        const clock = { now: () => new Date(Date.now() + clockOffset) };
        const session = await target.open(options, { egress, clock, signal, partSize });
        if (signal.aborted) {
          await session.close();
          signal.throwIfAborted();
        }
        sessions.set(number, session);
        return { parallelFiles: session.parallelFiles };
      }),
    ),

  deliver: (number, call, file, from) =>
    toOutcome(() =>
      stoppable(call, async (signal) => {
        const reporter = createReporter(
          (bytes, silence) => void engine.report.asEvent(call, bytes, silence),
        );
        try {
          return await find(number).deliver(outgoing(file), {
            signal,
            progress: reporter.progress,
            expectSilence: reporter.expectSilence,
            ...from,
            async saveCheckpoint(saved) {
              fromOutcome(await engine.saveCheckpoint(call, saved));
            },
          });
        } finally {
          reporter.end();
        }
      }),
    ),

  discard: (number, call, file, checkpoint) =>
    toOutcome(() =>
      stoppable(call, (signal) => find(number).discard(outgoing(file), checkpoint, signal)),
    ),

  abort(number) {
    stops.get(number)?.abort(new Error('The engine ended it.'));
  },

  async close(number) {
    const session = sessions.get(number);
    sessions.delete(number);
    stops.delete(number);
    await session?.close();
  },
};

if (!parentPort) throw new Error('This is no program of its own.');
const port = parentPort;
const engine = createBirpc<EngineCalls, ThreadCalls>(calls, {
  post: (message) => port.postMessage(message),
  on: (listener) => port.on('message', listener),
  timeout: -1,
});

async function stoppable<T>(number: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  stops.set(number, stop);
  try {
    return await work(stop.signal);
  } finally {
    // What stands open for a session hears of its end.
    if (!sessions.has(number)) stops.delete(number);
  }
}

function find(number: number): TargetSession {
  const session = sessions.get(number);
  if (!session) throw new Error('The session has been closed.');
  return session;
}

function outgoing({ stored, ...file }: SentFile): OutgoingFile {
  return {
    ...file,
    async open(range) {
      if (!stored) throw new Error('A file that is discarded is not read.');
      const { key, filename, blockSums } = stored;
      const open = (part: typeof range) => storage.open(key, part);
      return openSource({ filename, size: file.size, blockSums, open }, range);
    },
  };
}
