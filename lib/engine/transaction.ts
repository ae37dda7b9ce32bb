import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Db, DbTx } from '#lib/db/open.ts';
import { isWriteConflict } from '#lib/db/write-conflict.ts';

/** The transactions of the engine. What they set going goes once they are committed, and never if they are not. */
export type Transactions = {
  /**
   * Runs `work` in a transaction, and again when the database ended it for the sake of another one:
   * `work` must do nothing but what is undone with it.
   */
  transaction<T>(work: (tx: DbTx) => Promise<T>): Promise<T>;
  /** Runs `last` when `work` is done, in `tx`. @throws Error for a foreign `tx`. */
  beforeCommit(tx: DbTx, last: () => Promise<void>): void;
  /** Calls `then` after the commit of `tx`; of several with one key, the last. @throws Error for a foreign `tx`. */
  afterCommit(tx: DbTx, key: string, then: () => void): void;
};

/** What is still to be done in a transaction, and after it. */
type Rest = { before: (() => Promise<void>)[]; after: Map<string, () => void> };

const TRIES = 4;
/** Milliseconds before the second try, at most; doubles from there. */
const PAUSE = 20;

export function createTransactions(prisma: Db, log: Logger): Transactions {
  const open = new WeakMap<DbTx, Rest>();
  const restOf = (tx: DbTx): Rest => {
    const rest = open.get(tx);
    if (!rest) throw new Error('This transaction was not begun by the engine.');
    return rest;
  };

  async function tryOnce<T>(work: (tx: DbTx) => Promise<T>): Promise<T> {
    const rest: Rest = { before: [], after: new Map() };
    const result = await prisma.$transaction(async (tx) => {
      open.set(tx, rest);
      const done = await work(tx);
      for (const last of rest.before) await last();
      return done;
    });
    for (const then of rest.after.values()) {
      try {
        then();
      } catch (error) {
        // It is committed: who is told that it failed would do it twice.
        log.error({ err: error }, 'what follows a change went wrong');
      }
    }
    return result;
  }

  return {
    async transaction(work) {
      for (let round = 1; ; round++) {
        try {
          return await tryOnce(work);
        } catch (error) {
          if (round >= TRIES || !isWriteConflict(error)) throw error;
          await sleep(PAUSE * 2 ** (round - 1) * Math.random());
        }
      }
    },
    beforeCommit: (tx, last) => void restOf(tx).before.push(last),
    afterCommit: (tx, key, then) => void restOf(tx).after.set(key, then),
  };
}
