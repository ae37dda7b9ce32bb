import type { Logger } from 'pino';

/** Looks for work when told to, and now and then without. One look at a time. */
export type Lookout = {
  /** There may be something. Cheap: who calls while a look is under way is served by the next. */
  wake(): void;
  /** Resolves when no look is under way; there are no more. */
  stop(): Promise<void>;
};

/** Milliseconds between looks for work that nobody told of. */
const LOOK_EVERY = 2_000;

/** @param look says whether there may be more right now. */
export function createLookout(look: () => Promise<boolean>, log: Logger): Lookout {
  let mayBeMore = false;
  let stopped = false;
  let looking: Promise<void> | undefined;

  async function lookAll(): Promise<void> {
    try {
      while (mayBeMore && !stopped) {
        mayBeMore = false;
        if (await look()) mayBeMore = true;
      }
    } catch (error) {
      // The next look comes by itself: at once would be as often as the database can fail.
      mayBeMore = false;
      log.error({ err: error }, 'the queue could not be read');
    }
    looking = undefined;
  }

  const wake = () => {
    mayBeMore = true;
    if (!stopped) looking ??= lookAll();
  };
  const timer = setInterval(wake, LOOK_EVERY);

  return {
    wake,
    async stop() {
      stopped = true;
      clearInterval(timer);
      await looking;
    },
  };
}
