import { expect, test } from 'vitest';
import { expiryState } from './expiry-state.ts';

const NOW = new Date('2026-11-26T12:00:00Z');
const DAY = 24 * 3_600_000;
const at = (ms: number) => new Date(NOW.getTime() + ms);

test.each([
  [30 * DAY + 1, 'fine'],
  [30 * DAY, 'month'],
  [7 * DAY + 1, 'month'],
  [7 * DAY, 'week'],
  [1, 'week'],
  [0, 'over'],
  [-DAY, 'over'],
])('%i ms before the end it is %s', (left, state) => {
  expect(expiryState(at(left), NOW)).toBe(state);
});
