import { expect, test } from 'vitest';
import { findLocalPath } from './local-path.ts';

test('a path of ours stays as it is', () => {
  expect(findLocalPath('/exports')).toBe('/exports');
  expect(findLocalPath('/exports?status=error&q=a%20b#top')).toBe(
    '/exports?status=error&q=a+b#top',
  );
  expect(findLocalPath('/exports?_rsc=abc')).toBe('/exports');
  expect(findLocalPath('/files/%2F%2Fevil.example')).toBe('/files/%2F%2Fevil.example');
});

test.each([
  '',
  'exports',
  'https://evil.example/',
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/\n\\evil.example',
  '/.//evil.example',
  '/..//evil.example',
  '/a/..//evil.example',
  'javascript:alert(1)',
  ' //evil.example',
])('what leads elsewhere is refused: %j', (text) => {
  expect(findLocalPath(text)).toBeUndefined();
});
