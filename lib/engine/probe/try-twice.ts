import { isFailure } from '#lib/errors.ts';
import { pause } from '../delivery/retry.ts';

/** Milliseconds between the two. */
const APART = 500;

/**
 * Once more after what may go better: a service that refuses what it has not read yet may hang up
 * before its answer is out, and deliveries are tried again too.
 * @throws what the second try throws; the signal's reason.
 */
export async function tryTwice<T>(signal: AbortSignal, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!isFailure(error) || !error.retry) throw error;
    await pause(APART, signal);
    return await run();
  }
}
