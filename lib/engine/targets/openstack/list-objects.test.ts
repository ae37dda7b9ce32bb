import { expect, test } from 'vitest';
import { readPage } from './list-objects.ts';

test('names and sizes, markers of folders left out', () => {
  const page = readPage([
    { name: 'a b/ü.pdf', bytes: 12, content_type: 'application/pdf' },
    { name: 'folder', bytes: 0, content_type: 'application/directory' },
    { name: 'empty or a manifest', bytes: 0, content_type: 'text/plain' },
    { name: 'folder/', bytes: 0 },
    { subdir: 'other/' },
  ]);
  expect(page).toEqual({
    entries: [
      { name: 'a b/ü.pdf', size: 12 },
      { name: 'empty or a manifest', size: undefined },
    ],
    last: 'folder/',
  });
});

test('an end, and what is no list', () => {
  expect(readPage([])).toEqual({ entries: [], last: undefined });
  expect(readPage({ error: 'no' })).toBeUndefined();
});
