import { expect, test } from 'vitest';
import { formatDuration, formatRelative, formatSpokenDuration } from './duration.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

test.each([
  [-5, '00:00'],
  [0, '00:00'],
  [999, '00:00'],
  [42 * second, '00:42'],
  [42 * minute + 7 * second, '42:07'],
  [hour - 1, '59:59'],
  [hour, '1 h'],
  [3 * hour + 12 * minute + 59 * second, '3 h 12 min'],
  [24 * hour, '24 h'],
  [47 * hour + 59 * minute, '47 h 59 min'],
  [53 * hour, '2 d 5 h'],
])('formatDuration(%s) is %s', (span, text) => {
  expect(formatDuration(span)).toBe(text);
});

test.each([
  [0, '0 seconds'],
  [second, '1 second'],
  [61 * second, '1 minute'],
  [hour, '1 hour'],
  [3 * hour + 12 * minute, '3 hours 12 minutes'],
  [49 * hour, '2 days 1 hour'],
])('formatSpokenDuration(%s) is %s', (span, text) => {
  expect(formatSpokenDuration(span)).toBe(text);
});

test.each([
  [-1, 'just now'],
  [-42 * second, '42 s ago'],
  [-5 * minute, '5 min ago'],
  [-30 * hour, '30 h ago'],
  [-72 * hour, '3 d ago'],
  [3 * hour, 'in 3 h'],
])('formatRelative(%s) is %s', (span, text) => {
  expect(formatRelative(span)).toBe(text);
});
