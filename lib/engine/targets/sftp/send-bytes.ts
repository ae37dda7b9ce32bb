import { addAbortSignal } from 'node:stream';
import type { OutgoingFile } from '../../delivery/target.ts';
import type { Line } from './line.ts';

/** Milliseconds between two fsyncs on the way: what a checkpoint says should outlive the server. */
const SYNC_EVERY = 5_000;

type SendBytes = {
  line: Line;
  handle: Buffer;
  file: OutgoingFile;
  /** Bytes that are there already. */
  from: number;
  /** Bytes between two checkpoints. */
  checkpointEvery: number;
  progress(bytes: number): void;
  /** Notes what has arrived without a gap, in bytes. */
  save(acknowledged: number): Promise<void>;
};

/**
 * Sends a file from an offset on, with as many writes under way as the connection has room for. Returns
 * when all are acknowledged.
 * @throws the first error of a write, of the source or of saving; the signal's reason.
 */
export async function sendBytes(sending: SendBytes): Promise<void> {
  const { line, handle, file, from } = sending;
  const { connection, signal } = line;
  const { budget, sftp } = connection;
  /** In the order in which they went out. Answers come in any. */
  const underWay: { end: number; isDone: boolean }[] = [];
  let acknowledged = from;
  let failure: { error: unknown } | undefined;
  let wake = () => {};
  const checkpoints = createCheckpoints(sending, (error) => {
    failure ??= { error };
    wake();
  });

  const stop = () => {
    failure ??= { error: signal.reason };
    wake();
    connection.suspect(() => underWay.length === 0);
  };
  const write = (chunk: Buffer, start: number, length: number, at: number) => {
    const one = { end: at + length, isDone: false };
    underWay.push(one);
    sftp.write(handle, chunk.subarray(start, start + length), at, (error) => {
      budget.give(length);
      one.isDone = true;
      if (error) failure ??= { error };
      for (let first = underWay[0]; first?.isDone; first = underWay[0]) {
        underWay.shift();
        if (!failure) acknowledged = first.end;
      }
      if (!failure) {
        sending.progress(acknowledged);
        checkpoints.reach(acknowledged);
      }
      wake();
    });
  };
  /** Until something was answered, or went wrong. */
  const change = () =>
    new Promise<void>((resolve) => {
      wake = resolve;
    });

  signal.addEventListener('abort', stop, { once: true });
  try {
    const stream = await file.open(from > 0 ? { start: from, end: file.size - 1 } : undefined);
    addAbortSignal(signal, stream);
    let at = from;
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      for (let start = 0; start < chunk.length; ) {
        const length = Math.min(sftp.maxWrite, chunk.length - start);
        const room = budget.take(length);
        if (room) {
          let isGiven = false;
          room.then(() => {
            isGiven = true;
            wake();
          });
          // Room that comes after the end is handed on.
          while (!isGiven && !failure) await change();
          if (!isGiven) room.then(() => budget.give(length));
          else if (failure) budget.give(length);
        } else if (failure) budget.give(length);
        if (failure) throw failure.error;
        write(chunk, start, length, at);
        start += length;
        at += length;
      }
    }
    while (underWay.length > 0 && !failure) await change();
    if (failure) throw failure.error;
    await checkpoints.settle();
    signal.throwIfAborted();
  } catch (error) {
    signal.throwIfAborted();
    throw failure ? failure.error : error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Saves one after the other, beside the sending; what comes meanwhile is saved with the next. */
function createCheckpoints(
  { line, handle, from, checkpointEvery, save }: SendBytes,
  fail: (error: unknown) => void,
) {
  const { connection, signal } = line;
  let saved = from;
  let synced = performance.now();
  let saving: Promise<void> | undefined;

  async function note(acknowledged: number): Promise<void> {
    if (performance.now() - synced >= SYNC_EVERY && connection.has('fsync@openssh.com')) {
      synced = performance.now();
      // It is asked for again at the end, where a refusal counts.
      await connection
        .call(signal, (sftp) => sftp.fsync(handle))
        .catch(() => signal.throwIfAborted());
    }
    await save(acknowledged);
  }
  return {
    reach(acknowledged: number) {
      if (saving || acknowledged - saved < checkpointEvery) return;
      saved = acknowledged;
      saving = note(acknowledged)
        .catch(fail)
        .finally(() => {
          saving = undefined;
        });
    },
    settle: async () => saving,
  };
}
