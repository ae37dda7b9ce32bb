import { expect, test } from 'vitest';
import { readPage } from './list-objects.ts';

test('names and sizes, markers of folders left out', () => {
  const items = [
    { name: 'a b/ü.pdf', size: '12' },
    { name: 'folder/', size: '0' },
    { name: 'empty', size: '0' },
  ];
  expect(readPage(JSON.stringify({ items, nextPageToken: 'more' }))).toEqual({
    entries: [
      { name: 'a b/ü.pdf', size: 12 },
      { name: 'empty', size: 0 },
    ],
    next: 'more',
  });
});

test('nothing there', () => {
  expect(readPage('{"kind":"storage#objects"}')).toEqual({ entries: [], next: undefined });
});
