import type { Connection } from './connection.ts';

/** Connections to one server at a time: servers let few of them wait (OpenSSH: MaxStartups 10:30:100). */
const MOST = 4;
/** Files on each connection before another is opened for those that come: signing in costs as much as some files. */
const FILES_EACH = 16;

export type Lease = { connection: Connection; release(): void };

export type Pool = {
  /**
   * The connection with the least on it; another one is opened when all have enough to do.
   * @param wantsOwn for much to send: waits for a connection of its own while there may be more.
   * @throws Failure when there is none and none can be opened; the signal's reason.
   */
  take(wantsOwn: boolean, signal: AbortSignal): Promise<Lease>;
  end(): void;
};

type Slot = { connection: Connection; files: number };

/** @param open gets a signal that outlives cancelling: what was begun still has to be removed then. */
export function createPool(open: (signal: AbortSignal) => Promise<Connection>): Pool {
  let slots: Slot[] = [];
  let opening: Promise<void> | undefined;
  let most = MOST;
  const over = new AbortController();

  const grow = (): Promise<void> => {
    opening ??= open(over.signal)
      .then((connection) => {
        if (over.signal.aborted) connection.end();
        else slots.push({ connection, files: 0 });
      })
      .finally(() => {
        opening = undefined;
      });
    return opening;
  };
  const findLeast = (): Slot | undefined => {
    slots = slots.filter(({ connection }) => !connection.gone.aborted);
    // One that may be hanging is left alone until it is known.
    return slots
      .filter(({ connection }) => !connection.isSuspect())
      .reduce<Slot | undefined>(
        (least, slot) => (least && least.files <= slot.files ? least : slot),
        undefined,
      );
  };
  /** A server that takes no more has still taken some: those do. */
  const growIfAllowed = () =>
    grow().catch(() => {
      most = Math.max(1, slots.length);
    });

  const lend = (slot: Slot): Lease => {
    slot.files += 1;
    let isHeld = true;
    return {
      connection: slot.connection,
      release() {
        if (isHeld) slot.files -= 1;
        isHeld = false;
      },
    };
  };

  return {
    async take(wantsOwn, signal) {
      for (;;) {
        signal.throwIfAborted();
        const least = findLeast();
        if (!least) {
          await within(grow(), signal);
          continue;
        }
        const enough = wantsOwn ? 1 : FILES_EACH;
        if (least.files >= enough && slots.length < most) {
          const growing = growIfAllowed();
          if (wantsOwn) {
            await within(growing, signal);
            continue;
          }
        }
        return lend(least);
      }
    },
    end() {
      over.abort();
      for (const { connection } of slots) connection.end();
    },
  };
}

async function within<T>(running: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  running.catch(() => {});
  try {
    return await Promise.race([running, promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
