import { expect, test } from 'vitest';
import { escapeName } from './call.ts';
import { refuseName } from './refuse-name.ts';

const options = { container: 'box' };

test.each([
  'a.txt',
  'two  spaces and.more',
  'Gr\u00fc\u00dfe',
  'Gru\u0308\u00dfe',
  '100% #1 ?a=b+c "q" \'s\'.txt',
  '.hidden',
  'a/b/c.d',
  'a//b',
  'x'.repeat(1024),
  `${'a/'.repeat(253)}b`,
])('takes %s', (name) => {
  expect(refuseName(name, options)).toBeUndefined();
  expect(decodeURIComponent(escapeName(name))).toBe(name);
});

test.each([
  ['', /empty/],
  ['x'.repeat(1025), /1,024/],
  [`${'a/'.repeat(254)}b`, /254/],
  ['a\\b', /backslash/],
  ['a/', /slash/],
  ['a.', /dot/],
  ['a./b', /dot/],
  ['../a', /dot/],
  ['a/./b', /dot/],
  ['a\u0001', /control/],
  ['a\ud800', /half a character/],
])('refuses %s', (name, words) => {
  expect(refuseName(name, options)).toMatch(words);
});

test('the root container has no folders', () => {
  expect(refuseName('a/b', { container: '$root' })).toMatch(/\$root/);
  expect(refuseName('a', { container: '$root' })).toBeUndefined();
});
