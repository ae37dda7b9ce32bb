import { expect, test } from 'vitest';
import { gather } from './gather.ts';

test('those who ask at once are answered together, each with its own', async () => {
  const calls: number[][] = [];
  const double = gather(async (keys: number[]) => {
    calls.push(keys);
    return keys.map((key) => key * 2);
  });
  expect(await Promise.all([1, 2, 3].map(double))).toEqual([2, 4, 6]);
  expect(calls).toEqual([[1, 2, 3]]);
});

test('who asks while an answer is under way gets one that began later', async () => {
  let now = 0;
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  const read = gather(async (keys: string[]) => {
    const seen = now;
    if (seen === 0) await held;
    return keys.map(() => seen);
  });
  const early = read('a');
  await new Promise((resolve) => setImmediate(resolve));
  now = 1;
  const late = read('a');
  release();
  expect(await early).toBe(0);
  expect(await late).toBe(1);
});

test('what one asked in vain fails for it alone, and the next are answered', async () => {
  const check = gather(async (keys: string[]) => {
    if (keys.includes('bad')) throw new Error('refused');
    return keys;
  });
  const settled = await Promise.allSettled([check('a'), check('bad'), check('b')]);
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  await expect(check('bad')).rejects.toThrow('refused');
  expect(await check('c')).toBe('c');
});

test('more than go at a time are all answered', async () => {
  const same = gather(async (keys: number[]) => keys);
  const keys = Array.from({ length: 200 }, (_, index) => index);
  expect(await Promise.all(keys.map(same))).toEqual(keys);
});
