import { expect, test } from 'vitest';
import { decodeKey } from './list-keys.ts';

test.each([
  ['a+b%2Bc', 'a b+c'],
  ['reports/%C3%BCbung%20%231.pdf', 'reports/übung #1.pdf'],
  ['line%0Abreak', 'line\nbreak'],
  // Not encoded, whatever the service says.
  ['100%', '100%'],
])('%s is %j', (encoded, key) => {
  expect(decodeKey(encoded)).toBe(key);
});
