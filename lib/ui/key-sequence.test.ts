import { expect, test } from 'vitest';
import { createKeySequence } from './key-sequence.ts';

const type = (presses: [key: string, time: number][]) => {
  const take = createKeySequence(['g e', 'g f', 'n', '?']);
  return presses.map(([key, time]) => take({ key, time })).filter(Boolean);
};

test('single keys and two in a row', () => {
  const presses: [string, number][] = [
    ['n', 0],
    ['g', 100],
    ['f', 400],
    ['?', 500],
  ];
  expect(type(presses)).toEqual(['n', 'g f', '?']);
});

test('a slow second key, or another one between, completes nothing', () => {
  expect(
    type([
      ['g', 0],
      ['e', 2000],
    ]),
  ).toEqual([]);
  expect(
    type([
      ['g', 0],
      ['x', 100],
      ['e', 200],
    ]),
  ).toEqual([]);
});

test('the first key may be pressed twice', () => {
  expect(
    type([
      ['g', 0],
      ['g', 100],
      ['e', 200],
    ]),
  ).toEqual(['g e']);
});
