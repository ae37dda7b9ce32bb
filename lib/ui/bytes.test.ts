import { expect, test } from 'vitest';
import { formatBytes, formatExactBytes, formatSpeed, parseBytes } from './bytes.ts';

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.0 kB'],
  [1_234_567, '1.2 MB'],
  [172_570, '173 kB'],
  [999_499, '999 kB'],
  [999_500, '1.0 MB'],
  [5_000_000_000, '5.0 GB'],
  [4_398_046_511_104, '4.4 TB'],
  [-1, '–'],
  [Number.NaN, '–'],
])('formatBytes(%s) is %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

test('exact bytes and speed', () => {
  expect(formatExactBytes(1)).toBe('1 byte');
  expect(formatExactBytes(1_234_567)).toBe('1,234,567 bytes');
  expect(formatSpeed(48_200_000)).toBe('48.2 MB/s');
});

test.each([
  ['500 MB', 500_000_000],
  ['2gb', 2_000_000_000],
  ['1.5 k', 1_500],
  ['1,5 kB', 1_500],
  ['1200', 1_200],
  ['0', undefined],
  ['much', undefined],
  ['-1 MB', undefined],
  ['', undefined],
  ['9999999999 TB', undefined],
])('%j is %j bytes', (text, bytes) => expect(parseBytes(text)).toBe(bytes));
