import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createReporter } from './reporter.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function start() {
  const said: [number | undefined, number | undefined][] = [];
  const reporter = createReporter((bytes, silence) => said.push([bytes, silence]));
  return { said, ...reporter };
}

it('passes on the first at once and then the latest now and then', () => {
  const { said, progress } = start();
  for (let bytes = 0; bytes <= 1_000; bytes += 1) progress(bytes);
  expect(said).toEqual([[0, undefined]]);
  vi.advanceTimersByTime(60);
  expect(said.at(-1)).toEqual([1_000, undefined]);
  vi.advanceTimersByTime(60);
  progress(2_000);
  expect(said.at(-1)).toEqual([2_000, undefined]);
  expect(said).toHaveLength(3);
});

it('tells of a silence within the time, with what came before it', () => {
  const { said, progress, expectSilence } = start();
  progress(0);
  progress(5);
  expectSilence(9_000);
  vi.advanceTimersByTime(60);
  expect(said).toEqual([
    [0, undefined],
    [5, 9_000],
  ]);
});

it('forgets a silence that is over, and leaves nothing out at the end', () => {
  const { said, progress, expectSilence, end } = start();
  progress(0);
  expectSilence(9_000);
  progress(6);
  end();
  vi.advanceTimersByTime(1_000);
  expect(said).toEqual([
    [0, undefined],
    [6, undefined],
  ]);
});
