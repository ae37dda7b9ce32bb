import type { LimitFunction } from 'p-limit';

/** Counted from 1; both ends of the range included, in bytes. */
export type Part = { number: number; start: number; end: number };

const MIB = 1 << 20;

/** A size of parts, in bytes, of which `most` hold the whole file: the preferred one, or more. */
export function partSizeFor(size: number, preferred: number, most: number): number {
  const least = Math.ceil(size / most);
  return least <= preferred ? preferred : Math.ceil(least / MIB) * MIB;
}

export function partsOf(size: number, partSize: number): Part[] {
  return Array.from({ length: Math.ceil(size / partSize) }, (_, index) => {
    const start = index * partSize;
    return { number: index + 1, start, end: Math.min(start + partSize, size) - 1 };
  });
}

type SendParts = {
  parts: readonly Part[];
  /** Numbers of parts that the target holds already. */
  done: ReadonlySet<number>;
  /** Shared by all files of a session, so that many files do not open many times as much. */
  limit: LimitFunction;
  signal: AbortSignal;
  /** Bytes of the whole file. */
  progress: (bytes: number) => void;
  /** Sends one part; calls `sent` with the bytes of it so far. */
  send: (part: Part, sent: (bytes: number) => void) => Promise<void>;
};

/**
 * Sends the parts that are missing, several at a time. When one fails no more are begun, and those
 * under way are awaited, since what they bring need not be sent again.
 * @throws what the first that failed threw.
 */
export async function sendParts({ parts, done, limit, signal, progress, send }: SendParts) {
  const under = new Map<number, number>();
  let whole = 0;
  for (const part of parts) if (done.has(part.number)) whole += lengthOf(part);
  const tell = () => progress(under.values().reduce((sum, bytes) => sum + bytes, whole));
  tell();
  let failure: { error: unknown } | undefined;
  const one = async (part: Part) => {
    if (failure || signal.aborted) return;
    try {
      await send(part, (bytes) => {
        under.set(part.number, bytes);
        tell();
      });
      whole += lengthOf(part);
    } catch (error) {
      failure ??= { error };
    } finally {
      under.delete(part.number);
      tell();
    }
  };
  await Promise.all(parts.filter((part) => !done.has(part.number)).map((part) => limit(one, part)));
  signal.throwIfAborted();
  if (failure) throw failure.error;
}

const lengthOf = (part: Part): number => part.end - part.start + 1;
