import { addAbortSignal } from 'node:stream';
import type { OutgoingFile } from '../../delivery/target.ts';
import { freeBytes } from '../../pieces.ts';
import { createCheckpoints } from './checkpoint.ts';
import type { Line } from './line.ts';

export type SendBytes = {
  line: Line;
  handle: Buffer;
  file: OutgoingFile;
  /** Bytes that are there already. */
  from: number;
  /** Bytes between two checkpoints. */
  checkpointEvery: number;
  progress(bytes: number): void;
  /** Called before what has arrived is noted. Does not throw. */
  sync(): Promise<void>;
  /** Notes what has arrived without a gap, in bytes. */
  save(acknowledged: number): Promise<void>;
};

/**
 * Sends a file from an offset on, with as many writes under way as the connection has room for. Returns
 * when all are acknowledged. The chunks that it reads are freed: they are its own.
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
  const fail = (error: unknown) => {
    failure ??= { error };
    wake();
  };
  const checkpoints = createCheckpoints(sending, fail);
  const stop = () => {
    fail(signal.reason);
    connection.suspect(() => underWay.length === 0);
  };
  /** Until something was answered, or went wrong. */
  const change = () =>
    new Promise<void>((resolve) => {
      wake = resolve;
    });
  /** @throws what went wrong meanwhile. */
  const waitForRoom = async (bytes: number) => {
    let isGiven = false;
    const room = budget.take(bytes)?.then(() => {
      isGiven = true;
      wake();
    });
    while (room && !isGiven && !failure) await change();
    if (!failure) return;
    // Handed on to others on this connection, also when it comes only later.
    Promise.resolve(room).then(() => budget.give(bytes));
    throw failure.error;
  };
  const write = (piece: Buffer, at: number, sent: () => void) => {
    const one = { end: at + piece.length, isDone: false };
    const bytes = piece.length;
    underWay.push(one);
    sftp.write(handle, piece, at, (error) => {
      budget.give(bytes);
      one.isDone = true;
      if (error) failure ??= { error };
      else sent();
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

  signal.addEventListener('abort', stop, { once: true });
  try {
    const stream = await file.open(from > 0 ? { start: from, end: file.size - 1 } : undefined);
    addAbortSignal(signal, stream);
    let at = from;
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      const pieces = cut(chunk, sftp.maxWrite);
      let left = pieces.length;
      for (const piece of pieces) {
        await waitForRoom(piece.length);
        write(piece, at, () => {
          left -= 1;
          if (left === 0) freeBytes(chunk);
        });
        at += piece.length;
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

/** In pieces of one write each. */
function cut(chunk: Buffer, most: number): Buffer[] {
  return Array.from({ length: Math.ceil(chunk.length / most) }, (_, index) =>
    chunk.subarray(index * most, (index + 1) * most),
  );
}
