import type { Clock } from '#lib/clock.ts';
import { Failure } from '#lib/errors.ts';

/** Tests of one person within a minute: enough to mend a form, too few to look around in a network. */
const MOST = 10;
const WINDOW = 60_000;
const tests = new Map<string, number[]>();

/** Counts a test. @throws Failure RATE_LIMITED with the wait in `retryAfterSeconds`. */
export function countTest(clock: Clock, userId: string): void {
  const now = clock.now().getTime();
  for (const [id, times] of tests) {
    const recent = times.filter((time) => now - time < WINDOW);
    if (recent.length > 0) tests.set(id, recent);
    else tests.delete(id);
  }
  const own = tests.get(userId) ?? [];
  const oldest = own[0];
  if (own.length >= MOST && oldest !== undefined) {
    const seconds = Math.max(1, Math.ceil((oldest + WINDOW - now) / 1000));
    throw new Failure('RATE_LIMITED', `Too many tests. Try again in ${seconds} s.`, {
      retryAfterSeconds: seconds,
    });
  }
  tests.set(userId, [...own, now]);
}
