import { expect, test } from 'vitest';
import { formatTook } from './took.ts';

test.each([
  [0, '0 ms'],
  [-5, '0 ms'],
  [999.4, '999 ms'],
  [999.6, '1.0 s'],
  [1234, '1.2 s'],
  [9_949, '9.9 s'],
  [9_950, '10 s'],
  [31_400, '31 s'],
])('%d ms is %s', (ms, text) => {
  expect(formatTook(ms)).toBe(text);
});
