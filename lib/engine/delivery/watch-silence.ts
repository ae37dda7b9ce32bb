import { Failure } from '#lib/errors.ts';

/** Milliseconds that a target gets to give up by itself once it is told to. */
const TO_LET_GO = 1_500;

export type Silence = {
  /** Aborted by `outer`, and by silence. */
  signal: AbortSignal;
  alive(): void;
  /** Until the next sign of life, this much silence is borne. Milliseconds. */
  expect(ms: number): void;
  /** The failure, once silence has ended the attempt. */
  failure(): Failure | undefined;
  stop(): void;
};

const OF_A_TARGET = (seconds: number) =>
  `The target took no byte and gave no answer for ${seconds} s, so the attempt was ended.`;

/**
 * Ends an attempt in which nothing moves.
 * @param idleMs the silence that is borne. @param say the sentence for it.
 */
export function watchSilence(
  outer: AbortSignal,
  idleMs: number,
  say: (seconds: number) => string = OF_A_TARGET,
): Silence {
  const silent = new AbortController();
  let borne = idleMs;
  let last = performance.now();
  let failure: Failure | undefined;
  const timer = setInterval(
    () => {
      if (performance.now() - last < borne || outer.aborted) return;
      const seconds = Math.round(borne / 1000);
      failure = new Failure('TARGET_UNREACHABLE', say(seconds));
      silent.abort(failure);
      clearInterval(timer);
    },
    Math.max(20, Math.min(1_000, idleMs / 10)),
  );
  return {
    signal: AbortSignal.any([outer, silent.signal]),
    alive() {
      last = performance.now();
      borne = idleMs;
    },
    expect(ms) {
      last = performance.now();
      borne = Math.max(ms, idleMs);
    },
    failure: () => failure,
    stop: () => clearInterval(timer),
  };
}

/** The outcome of `running`, or the signal's reason when it does not end soon after the signal. */
export async function settleSoon<T>(running: Promise<T>, signal: AbortSignal): Promise<T> {
  running.catch(() => {});
  const { promise, reject } = Promise.withResolvers<never>();
  let timer: NodeJS.Timeout | undefined;
  const abort = () => {
    timer = setTimeout(() => reject(signal.reason), TO_LET_GO);
  };
  if (signal.aborted) abort();
  else signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([running, promise]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  }
}
