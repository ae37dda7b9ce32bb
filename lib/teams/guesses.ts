import type { Clock } from '#lib/clock.ts';
import { Failure } from '#lib/errors.ts';

type Rule = {
  /** Guesses before the first wait. */
  free: number;
  /** Seconds of the first wait; each further guess doubles it. */
  firstWait: number;
  /** Seconds of the longest wait. */
  longestWait: number;
};

/** Short at most, or else anybody could lock anybody out of their account. */
const PER_ACCOUNT: Rule = { free: 5, firstWait: 5, longestWait: 60 };
/** Many may share one address, but nobody needs many guesses for long. */
const PER_ADDRESS: Rule = { free: 20, firstWait: 10, longestWait: 900 };

const FORGET_AFTER = 60 * 60_000;
/** Entries of each table. Whoever wants an entry out must make as many guesses from as many places. */
const MAX_ENTRIES = 20_000;

type Entry = { count: number; last: number; waitUntil: number };

/** Counts guesses at passwords, and makes the next one wait the longer the more there were. */
export type Guesses = {
  /**
   * Counts a guess, before anything is compared, so that guesses sent at once are counted too.
   * @throws Failure RATE_LIMITED with the wait in words and in `retryAfterSeconds`.
   */
  count(guess: Guess): void;
  /** Takes back what a right guess was counted as. */
  forgive(guess: Guess): void;
};

/** `account` need not exist: it is counted alike, so that the wait does not tell. */
export type Guess = { account: string; address: string };

export function createGuesses(clock: Clock): Guesses {
  const accounts = new Map<string, Entry>();
  const addresses = new Map<string, Entry>();
  return {
    count({ account, address }) {
      const now = clock.now().getTime();
      const wait = Math.max(waitOf(accounts, account, now), waitOf(addresses, address, now));
      if (wait > 0) throw tooMany(Math.ceil(wait / 1000));
      add(accounts, account, now, PER_ACCOUNT);
      add(addresses, address, now, PER_ADDRESS);
    },
    forgive({ account, address }) {
      accounts.delete(account);
      // Only this one guess: an account of one's own must not buy more guesses at those of others.
      const entry = addresses.get(address);
      if (!entry) return;
      entry.count -= 1;
      entry.waitUntil = 0;
    },
  };
}

function waitOf(table: Map<string, Entry>, key: string, now: number): number {
  return (table.get(key)?.waitUntil ?? 0) - now;
}

function add(table: Map<string, Entry>, key: string, now: number, rule: Rule): void {
  const before = table.get(key);
  const count = before && now - before.last < FORGET_AFTER ? before.count + 1 : 1;
  const over = count - rule.free;
  const wait = over < 0 ? 0 : Math.min(rule.firstWait * 2 ** Math.min(over, 20), rule.longestWait);
  // A map keeps the order of insertion: the first entry is the one that was longest left alone.
  table.delete(key);
  table.set(key, { count, last: now, waitUntil: wait > 0 ? now + wait * 1000 : 0 });
  if (table.size > MAX_ENTRIES) {
    const oldest = table.keys().next();
    if (!oldest.done) table.delete(oldest.value);
  }
}

function tooMany(seconds: number): Failure {
  const wait = seconds <= 90 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
  return new Failure('RATE_LIMITED', `Too many attempts. Try again in ${wait}.`, {
    retryAfterSeconds: seconds,
  });
}
