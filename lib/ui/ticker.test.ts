import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createTicker, type TickerPage } from './ticker.ts';

const HOUR = 3_600_000;
const SERVER_START = Date.parse('2026-11-24T12:00:00.000Z');
/** The machine of this reader runs an hour and 300 ms behind. */
const CLIENT_START = SERVER_START - HOUR - 300;

let visible = true;
let wake: (() => void) | undefined;
const page: TickerPage = {
  now: () => Date.now(),
  isVisible: () => visible,
  onWake(callback) {
    wake = callback;
    return () => {
      wake = undefined;
    };
  },
};

beforeEach(() => {
  visible = true;
  vi.useFakeTimers({ now: CLIENT_START });
});
afterEach(() => {
  vi.useRealTimers();
});

test('ticks on the second of the server, whatever the own clock says', () => {
  const ticker = createTicker(SERVER_START + 400, page);
  const seen: number[] = [];
  ticker.subscribe(() => seen.push(ticker.read()));
  vi.advanceTimersByTime(2700);
  expect(seen).toEqual([SERVER_START + 1005, SERVER_START + 2005, SERVER_START + 3005]);
});

test('sets no timer while nobody listens', () => {
  const ticker = createTicker(SERVER_START, page);
  expect(vi.getTimerCount()).toBe(0);
  const stop = ticker.subscribe(() => {});
  expect(vi.getTimerCount()).toBe(1);
  stop();
  expect(vi.getTimerCount()).toBe(0);
  expect(wake).toBeUndefined();
});

test('rests while hidden and is right in the moment it wakes', () => {
  const ticker = createTicker(SERVER_START, page);
  const listener = vi.fn();
  ticker.subscribe(listener);
  visible = false;
  wake?.();
  listener.mockClear();
  vi.advanceTimersByTime(HOUR);
  expect(listener).not.toHaveBeenCalled();
  visible = true;
  wake?.();
  expect(ticker.read()).toBe(SERVER_START + HOUR);
  vi.advanceTimersByTime(1005);
  expect(ticker.read()).toBe(SERVER_START + HOUR + 1005);
});

test('one who comes late reads the present, not the last tick', () => {
  const ticker = createTicker(SERVER_START, page);
  vi.advanceTimersByTime(90_000);
  ticker.subscribe(() => {});
  expect(ticker.read()).toBe(SERVER_START + 90_000);
});

test('keeps the measurement that travelled fastest, but follows a clock that was set', () => {
  const ticker = createTicker(SERVER_START, page);
  ticker.subscribe(() => {});
  ticker.sync(SERVER_START - 250); // an answer that took 250 ms longer
  expect(ticker.read()).toBe(SERVER_START);
  ticker.sync(SERVER_START + 80);
  expect(ticker.read()).toBe(SERVER_START + 80);
  ticker.sync(SERVER_START - 2 * HOUR);
  expect(ticker.read()).toBe(SERVER_START - 2 * HOUR);
});
