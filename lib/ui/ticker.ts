/** What a ticker needs from the page; a test brings its own. */
export type TickerPage = {
  now(): number;
  isVisible(): boolean;
  /** Calls back when the page may have slept: shown again, or taken from the back/forward cache. */
  onWake(callback: () => void): () => void;
};

export type Ticker = {
  /** The server's time in milliseconds, as of the last tick. */
  read(): number;
  subscribe(listener: () => void): () => void;
  /** Tells what the server's clock said just now. Call it with every poll that carries the time. */
  sync(serverTime: number): void;
};

/** An offset that differs by more than this is a clock that was set, not an answer that was slow. */
const CLOCK_WAS_SET_MS = 30_000;

/**
 * One clock for everything on the page that counts. It runs by the server's time, once a second, on
 * the second, only while somebody listens and the page can be seen; it is right at once when the page
 * wakes, because it reads the clock instead of counting ticks.
 */
export function createTicker(serverTime: number, page: TickerPage): Ticker {
  const listeners = new Set<() => void>();
  let offset = serverTime - page.now();
  let current = serverTime;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopWaking: (() => void) | undefined;

  const serverNow = () => page.now() + offset;

  function tick() {
    current = serverNow();
    for (const listener of listeners) listener();
    schedule();
  }

  function schedule() {
    clearTimeout(timer);
    if (listeners.size === 0 || !page.isVisible()) return;
    // A few milliseconds late rather than early: early would show the old second for a whole one more.
    timer = setTimeout(tick, 1000 - (serverNow() % 1000) + 5);
  }

  return {
    read: () => current,

    subscribe(listener) {
      listeners.add(listener);
      if (listeners.size === 1) {
        stopWaking = page.onWake(tick);
        current = serverNow();
        schedule();
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clearTimeout(timer);
        stopWaking?.();
      };
    },

    sync(time) {
      const measured = time - page.now();
      // An answer takes time to arrive, so each measurement falls short of the true offset by its
      // latency: the largest is the best.
      const wasSet = Math.abs(measured - offset) > CLOCK_WAS_SET_MS;
      const next = wasSet ? measured : Math.max(offset, measured);
      if (next === offset) return;
      offset = next;
      tick();
    },
  };
}

/** The ticker's page in a browser. */
export const browserPage: TickerPage = {
  now: () => Date.now(),
  isVisible: () => document.visibilityState === 'visible',
  onWake(callback) {
    document.addEventListener('visibilitychange', callback);
    window.addEventListener('pageshow', callback);
    return () => {
      document.removeEventListener('visibilitychange', callback);
      window.removeEventListener('pageshow', callback);
    };
  },
};
