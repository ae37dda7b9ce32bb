import { describe, expect, test } from 'vitest';
import {
  blockId,
  blockSizeFor,
  fromRanges,
  LARGEST_BLOCK,
  MOST_BLOCKS,
  newPrefix,
  toRanges,
} from './blocks.ts';

const MIB = 1 << 20;

describe('block ids', () => {
  test('all have the same length, which is that of most programs', () => {
    const ids = [1, 9, 10, 99, 12_345, MOST_BLOCKS].map((number) => blockId(newPrefix(), number));
    expect(ids.map((id) => id.length)).toEqual(ids.map(() => 64));
    for (const id of ids) expect(Buffer.from(id, 'base64').length).toBeLessThanOrEqual(64);
  });

  test('follow from upload and number', () => {
    const [one, other] = [newPrefix(), newPrefix()];
    expect(blockId(one, 7)).toBe(blockId(one, 7));
    expect(
      new Set([blockId(one, 1), blockId(one, 10), blockId(other, 1), blockId(other, 10)]).size,
    ).toBe(4);
  });
});

describe('block sizes', () => {
  test('are what was preferred, until there would be too many', () => {
    expect(blockSizeFor(100 * MIB, 8 * MIB)).toBe(8 * MIB);
    expect(blockSizeFor(MOST_BLOCKS * 8 * MIB, 8 * MIB)).toBe(8 * MIB);
    expect(blockSizeFor(MOST_BLOCKS * 8 * MIB + 1, 8 * MIB)).toBe(9 * MIB);
  });

  test('hold the largest blob, and no larger', () => {
    expect(blockSizeFor(MOST_BLOCKS * LARGEST_BLOCK, 8 * MIB)).toBe(LARGEST_BLOCK);
    expect(() => blockSizeFor(MOST_BLOCKS * LARGEST_BLOCK + 1, 8 * MIB)).toThrow(/190 TiB/);
  });
});

test('numbers as ranges and back', () => {
  expect(toRanges([7, 2, 1, 3])).toEqual([
    [1, 3],
    [7, 7],
  ]);
  expect(toRanges([])).toEqual([]);
  expect([
    ...fromRanges([
      [1, 3],
      [7, 7],
    ]),
  ]).toEqual([1, 2, 3, 7]);
});
