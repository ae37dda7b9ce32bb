/** Milliseconds between two messages: each chunk calls it, and a person sees two a second. */
const EVERY = 50;

/**
 * Passes progress and announced silences on, in time and in order, but not every step of them: the first
 * at once, since it says where an attempt begins, and the last when it ends.
 * @param send gets the latest of each, in bytes and milliseconds: the silence begins after the bytes.
 */
export function createReporter(
  send: (bytes: number | undefined, silence: number | undefined) => void,
) {
  let bytes: number | undefined;
  let silence: number | undefined;
  let sentAt = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    if (bytes === undefined && silence === undefined) return;
    send(bytes, silence);
    bytes = undefined;
    silence = undefined;
    sentAt = performance.now();
  }
  function soon(): void {
    if (timer) return;
    const left = sentAt + EVERY - performance.now();
    if (left <= 0) flush();
    else timer = setTimeout(flush, left);
  }

  return {
    progress(reached: number): void {
      bytes = reached;
      // Something has moved since it was announced.
      silence = undefined;
      soon();
    },
    expectSilence(ms: number): void {
      silence = ms;
      soon();
    },
    /** Nothing is reported after it. */
    end: flush,
  };
}
