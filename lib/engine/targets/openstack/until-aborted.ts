/**
 * The outcome of something that others wait for as well, or the signal's reason: it goes on for them
 * when one is told to stop.
 */
export async function untilAborted<T>(running: Promise<T>, signal: AbortSignal): Promise<T> {
  running.catch(() => {});
  signal.throwIfAborted();
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([running, promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** Asks once for all; whoever comes after a failure asks again. */
export function askOnce<T>(ask: () => Promise<T>): {
  (signal: AbortSignal): Promise<T>;
  /** The next asks anew. */
  forget(): void;
} {
  let asked: Promise<T> | undefined;
  const get = (signal: AbortSignal): Promise<T> => {
    if (!asked) {
      const asking = ask();
      asked = asking;
      asking.catch(() => {
        if (asked === asking) asked = undefined;
      });
    }
    return untilAborted(asked, signal);
  };
  return Object.assign(get, {
    forget() {
      asked = undefined;
    },
  });
}
