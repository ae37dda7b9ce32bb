import { expect, it } from 'vitest';
import { nextPace } from './track-pace.ts';

it('needs two looks to know a speed, and smooths what follows', () => {
  const first = nextPace(undefined, 1_000, 0);
  expect(first.speed).toBeNull();
  const second = nextPace(first, 3_000, 1_000);
  expect(second.speed).toBe(2_000);
  const third = nextPace(second, 3_000, 2_000);
  expect(third.speed).toBeGreaterThan(1_000);
  expect(third.speed).toBeLessThan(2_000);
});

it('begins anew when a try begins anew', () => {
  const before = { bytes: 5_000, at: 0, speed: 100 };
  expect(nextPace(before, 200, 1_000)).toEqual({ bytes: 200, at: 1_000, speed: null });
});

it('does not count the same answer twice', () => {
  const before = { bytes: 5_000, at: 7, speed: 100 };
  expect(nextPace(before, 5_000, 7)).toBe(before);
});
