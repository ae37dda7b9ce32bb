import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createRightOfWay, createStepAside, takeRightOfWay } from './right-of-way.ts';

/** How long was waited each time, in milliseconds; the clock goes on meanwhile. */
let waits: number[] = [];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['hrtime'] });
  waits = [];
  vi.spyOn(Atomics, 'wait').mockImplementation((_way, _at, _value, ms) => {
    waits.push(Number(ms));
    vi.advanceTimersByTime(Number(ms));
    return 'timed-out';
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

function start() {
  const way = createRightOfWay();
  return { way, stepAside: createStepAside(way), take: () => takeRightOfWay(way) };
}

it('holds nobody up when nobody has the right of way, or had it long ago', () => {
  const { stepAside, take } = start();
  stepAside();
  take();
  vi.advanceTimersByTime(60);
  stepAside();
  expect(waits).toEqual([]);
});

it('holds up until it is given back', () => {
  const { stepAside, take } = start();
  const giveBack = take();
  vi.advanceTimersByTime(15);
  stepAside();
  expect(waits).toEqual([25]);
  vi.advanceTimersByTime(100);
  take()();
  giveBack();
  stepAside();
  expect(waits).toHaveLength(1);
});

it('keeps it for the second when the first gives it back', () => {
  const { stepAside, take } = start();
  const giveBack = take();
  vi.advanceTimersByTime(10);
  take();
  giveBack();
  stepAside();
  expect(waits).toEqual([40]);
});

it('takes no more than half of the time, however many come', () => {
  const { stepAside, take } = start();
  for (let ms = 0; ms < 400; ms += 1) {
    take();
    stepAside();
    vi.advanceTimersByTime(1);
  }
  const held = waits.reduce((sum, ms) => sum + ms, 0);
  expect(held).toBeGreaterThan(0);
  // The loop itself lasts 400 ms beside what was waited.
  expect(held).toBeLessThanOrEqual(400 + 40);
});
