import { setTimeout as sleep } from 'node:timers/promises';
import type { Failure } from '#lib/errors.ts';
import type { DeliveryLimits } from '../context.ts';

/** Longest pauses: of our own choosing, and when the target asks for one. Milliseconds. */
const LONGEST = { own: 60_000, asked: 600_000 };

/**
 * How long to wait before the next try, or undefined when there is none. Doubles, with jitter, so
 * that many that failed together do not come back together. Milliseconds.
 * @param tries how many failed in a row without getting further.
 */
export function pauseBefore(
  failure: Failure,
  tries: number,
  { tries: most, backoffMs }: DeliveryLimits,
): number | undefined {
  if (!failure.retry || tries >= most) return undefined;
  const own = Math.min(LONGEST.own, backoffMs * 2 ** (tries - 1)) * (0.5 + Math.random());
  const asked = Math.min(LONGEST.asked, (failure.retryAfterSeconds ?? 0) * 1000);
  return Math.max(own, asked);
}

/** @throws the signal's reason. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => signal.throwIfAborted());
}
