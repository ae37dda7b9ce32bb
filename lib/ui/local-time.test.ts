import { expect, test } from 'vitest';
import { formatFullTime, formatLocalTime } from './local-time.ts';

const at = (text: string) => Date.parse(text);
const now = at('2026-11-24T15:02:09Z');

test.each([
  ['2026-11-24T16:05:00Z', 'UTC', '16:05'],
  ['2026-11-24T23:30:00Z', 'Europe/Berlin', 'tomorrow 00:30'],
  ['2026-11-25T15:02:09Z', 'UTC', 'tomorrow 15:02'],
  ['2026-11-23T00:00:00Z', 'UTC', 'yesterday 00:00'],
  ['2026-11-21T08:09:00Z', 'UTC', '21 Nov 08:09'],
  ['2025-11-24T15:02:00Z', 'UTC', '24 Nov 2025 15:02'],
])('%s in %s reads %s', (time, timeZone, text) => {
  expect(formatLocalTime(at(time), now, { timeZone })).toBe(text);
});

test('the full time names its zone', () => {
  expect(formatFullTime(now, { timeZone: 'UTC' })).toBe('24 Nov 2026 15:02:09 UTC');
  expect(formatFullTime(now, { timeZone: 'Europe/Berlin' })).toMatch(/^24 Nov 2026 16:02:09 \S+/);
});
