/** Milliseconds that the service bears between its clock and that of a request. */
export const MOST_SKEW = 15 * 60_000;

/** "2 h behind that of the service". @param ms ours less theirs; 0 when theirs is not known. */
export function describeSkew(ms: number): string {
  const minutes = Math.round(Math.abs(ms) / 60_000);
  if (minutes === 0) return 'wrong';
  const span =
    minutes < 100 ? `${minutes} min` : `${Math.round(minutes / 6) / 10} h`.replace('.0 ', ' ');
  return `${span} ${ms < 0 ? 'behind' : 'ahead of'} that of the service`;
}
