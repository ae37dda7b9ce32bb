import { untilAborted } from '../../delivery/until-aborted.ts';

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
