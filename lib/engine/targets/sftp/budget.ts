/** Bytes that may be under way at a time, shared by all who send over one connection. */
export type Budget = {
  /** Undefined when there is room at once; else resolves when there is. Who came first is first. */
  take(bytes: number): Promise<void> | undefined;
  give(bytes: number): void;
};

/** @param most bytes; a single larger request gets through when nothing else is under way. */
export function createBudget(most: number): Budget {
  let taken = 0;
  const waiting: { bytes: number; go: () => void }[] = [];
  const fits = (bytes: number) => taken === 0 || taken + bytes <= most;
  return {
    take(bytes) {
      if (waiting.length === 0 && fits(bytes)) {
        taken += bytes;
        return undefined;
      }
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.push({ bytes, go: resolve });
      return promise;
    },
    give(bytes) {
      taken -= bytes;
      for (let next = waiting[0]; next && fits(next.bytes); next = waiting[0]) {
        taken += next.bytes;
        waiting.shift();
        next.go();
      }
    },
  };
}
