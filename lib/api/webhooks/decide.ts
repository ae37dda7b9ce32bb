/** What came of one try to send an event. */
export type Outcome = { status: number; answer: string } | { error: string; retry: boolean };

export type Decision =
  | { status: 'delivered' }
  /** `disable`: the receiver wants to be told nothing any more. */
  | { status: 'failed'; disable?: true; error?: string }
  /** Milliseconds until the next try. */
  | { status: 'waiting'; pause: number };

/** Milliseconds before the second, third and fourth try. */
export const PAUSES: readonly number[] = [5_000, 60_000, 600_000];

/** @param tries how many there were by now, this one among them. */
export function decide(outcome: Outcome, tries: number, pauses = PAUSES): Decision {
  if ('error' in outcome) return outcome.retry ? again(tries, pauses) : { status: 'failed' };
  const { status } = outcome;
  if (status >= 200 && status < 300) return { status: 'delivered' };
  if (status >= 500) return again(tries, pauses);
  if (status === 410) return { status: 'failed', disable: true };
  if (status >= 300 && status < 400)
    return {
      status: 'failed',
      error: `It answered ${status}, a redirect, and those are not followed. Give the address that it leads to.`,
    };
  return { status: 'failed' };
}

function again(tries: number, pauses: readonly number[]): Decision {
  const pause = pauses[tries - 1];
  return pause === undefined ? { status: 'failed' } : { status: 'waiting', pause };
}
