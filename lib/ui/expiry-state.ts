const DAY = 24 * 3_600_000;

/** How near the end of credentials is: more than 30 days, up to 30, up to 7, past. */
export type ExpiryState = 'fine' | 'month' | 'week' | 'over';

/** @param at when they end. @param now the server's time. */
export function expiryState(at: Date, now: Date): ExpiryState {
  const left = at.getTime() - now.getTime();
  if (left <= 0) return 'over';
  if (left <= 7 * DAY) return 'week';
  return left <= 30 * DAY ? 'month' : 'fine';
}
