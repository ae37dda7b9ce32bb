import { setTimeout as sleepFor } from 'node:timers/promises';
import { Failure, isFailure } from '#lib/errors.ts';
import { plural } from '#lib/ui/plural.ts';

/**
 * Who asks: the watcher, in its own time; a page that should not be kept waiting; or a person who
 * pressed something and wants it done.
 */
export type Lane = 'watch' | 'page' | 'act';

/** What an answer says of the room that is left: `x-ratelimit-limit` and `-remaining`. */
export type Rate = { limit: number; remaining: number };

/** Why a connection cannot be used just now. */
export type Trouble = {
  code: string;
  /** A sentence that names the connection. */
  message: string;
  since: Date;
  /** When it is asked again by itself. */
  retryAt: Date;
};

export type Gate = {
  /**
   * Sends one request in its turn. What asks to wait (429, 503 with Retry-After) is sent again when
   * the wait fits into the lane's patience.
   *
   * @param send throws Failure; tells what the answer said of the room that is left.
   * @throws Failure of `send`; RATE_LIMITED or the trouble's own when there is no turn in time.
   */
  pass<T>(
    lane: Lane,
    send: (note: (rate: Rate) => void) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T>;
  trouble(): Trouble | undefined;
  /** Milliseconds that the watcher leaves it alone. */
  pause(): number;
};

type GateOptions = {
  /** Milliseconds since 1970. */
  now?: () => number;
  sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Called when trouble begins and when it ends. */
  onTrouble?: (trouble: Trouble | undefined) => void;
};

/** Requests a second that watching and pages may cost together, in the long run. */
export const RATE = 2;
/** Requests that pages may be ahead of that: somebody opens a few at once. */
const BURST = 10;
/** Milliseconds that a lane waits for its turn, in all. */
const PATIENCE: Record<Lane, number> = { watch: 60_000, page: 3_000, act: 10_000 };
/** Requests under way at a time. */
const AT_A_TIME = 6;
/** Milliseconds before a connection in trouble is asked again; doubles from there. */
const FIRST_PAUSE = 2_000;
const LONGEST_PAUSE = 120_000;
/** Milliseconds, when the other side asks to wait and does not say for how long. */
const UNSAID_WAIT = 5_000;
/** Longest wait that is believed. Milliseconds. */
const LONGEST_WAIT = 3_600_000;

/** The connection itself is the reason, not what was asked. */
const TROUBLES = new Set([
  'CONNECTION_DOWN',
  'CONNECTION_KEY_REFUSED',
  'TARGET_UNREACHABLE',
  'DEADLINE_EXCEEDED',
  'EGRESS_BLOCKED',
  'SOURCE_FAILED',
]);

/** The one door through which a process talks to one connection, for all teams' pages and people. */
export function createGate(options: GateOptions = {}): Gate {
  const now = options.now ?? Date.now;
  const sleep =
    options.sleep ??
    ((ms: number, signal?: AbortSignal) => sleepFor(ms, undefined, { ...(signal && { signal }) }));
  let tokens = BURST;
  let filledAt = now();
  let watchedAt = Number.NEGATIVE_INFINITY;
  let heldUntil = 0;
  let rate: Rate | undefined;
  let active = 0;
  let trouble: (Trouble & { failures: number; failure: Failure }) | undefined;

  function fill(): void {
    tokens = Math.min(BURST, tokens + ((now() - filledAt) / 1000) * RATE);
    filledAt = now();
  }

  /** Milliseconds between two requests of the watcher: longer when others need what is left. */
  function spacing(): number {
    const left = rate ? rate.remaining / Math.max(1, rate.limit) : 1;
    return (1_000 / RATE) * (left < 0.05 ? 20 : left < 0.2 ? 4 : 1);
  }

  /** Milliseconds until this lane may send. */
  function wait(lane: Lane): number {
    fill();
    const held = heldUntil - now();
    if (active >= AT_A_TIME) return Math.max(held, 20);
    if (lane === 'act') return held;
    const token = tokens >= 1 ? 0 : ((1 - tokens) / RATE) * 1000;
    const own = lane === 'watch' ? watchedAt + spacing() - now() : 0;
    return Math.max(held, token, own);
  }

  async function turn(lane: Lane, until: number, signal?: AbortSignal): Promise<void> {
    for (;;) {
      signal?.throwIfAborted();
      // A page is not kept waiting for what is known to be down; whoever acts may find it up again.
      if (lane === 'page' && trouble && now() < trouble.retryAt.getTime()) throw trouble.failure;
      const left = Math.ceil(wait(lane));
      if (left <= 0) {
        // At once with the look: whoever comes next must find it taken.
        // What people press is bounded by people: a hundred uploads must not starve the pages.
        if (lane !== 'act') tokens -= 1;
        active += 1;
        if (lane === 'watch') watchedAt = now();
        return;
      }
      if (now() + left > until) {
        if (trouble) throw trouble.failure;
        const seconds = Math.ceil(left / 1000);
        const words = `Too many requests to this connection. Try again in ${plural(seconds, 'second')}.`;
        throw new Failure('RATE_LIMITED', words, { retryAfterSeconds: seconds });
      }
      await sleep(left, signal);
    }
  }

  function note(failure: Failure | undefined): void {
    if (!failure || !TROUBLES.has(failure.code)) {
      if (trouble) options.onTrouble?.(undefined);
      trouble = undefined;
      return;
    }
    const failures = (trouble?.failures ?? 0) + 1;
    const asked = (failure.retryAfterSeconds ?? 0) * 1000;
    const pause = Math.max(asked, Math.min(FIRST_PAUSE * 2 ** (failures - 1), LONGEST_PAUSE));
    const { code, message } = failure;
    const began = trouble?.code !== code;
    const since = trouble?.since ?? new Date(now());
    trouble = { code, message, since, retryAt: new Date(now() + pause), failures, failure };
    if (began) options.onTrouble?.(trouble);
  }

  /** @returns milliseconds that the other side asked to wait, after which the request may go again. */
  function hold(failure: Failure): number | undefined {
    const { code, retryAfterSeconds } = failure;
    if (code !== 'RATE_LIMITED' && !(code === 'CONNECTION_DOWN' && retryAfterSeconds))
      return undefined;
    const ms = retryAfterSeconds ? retryAfterSeconds * 1000 : UNSAID_WAIT;
    heldUntil = Math.max(heldUntil, now() + Math.min(ms, LONGEST_WAIT));
    return ms;
  }

  return {
    async pass(lane, send, signal) {
      const until = now() + PATIENCE[lane];
      for (;;) {
        await turn(lane, until, signal);
        try {
          const answer = await send((told) => {
            rate = told;
          });
          note(undefined);
          return answer;
        } catch (error) {
          if (!isFailure(error)) throw error;
          note(error);
          const asked = hold(error);
          if (asked === undefined || now() + asked > until) throw error;
        } finally {
          active -= 1;
        }
      }
    },
    trouble: () => trouble,
    pause: () => Math.max(0, heldUntil - now(), (trouble?.retryAt.getTime() ?? 0) - now()),
  };
}
