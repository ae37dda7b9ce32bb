import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createToasts } from './toasts.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const messages = (toasts: ReturnType<typeof createToasts>) =>
  toasts.read().map(({ message }) => message);

test('a toast goes by itself, one with a way back later', () => {
  const toasts = createToasts();
  toasts.add('success', 'saved');
  toasts.add('success', 'deleted', { action: { label: 'Undo', onClick: () => {} } });
  vi.advanceTimersByTime(5000);
  expect(messages(toasts)).toEqual(['deleted']);
  vi.advanceTimersByTime(5000);
  expect(messages(toasts)).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});

test('stays while somebody reads, and has its full time afterwards', () => {
  const toasts = createToasts();
  toasts.add('info', 'one');
  vi.advanceTimersByTime(4900);
  toasts.hold(true);
  toasts.add('info', 'two');
  vi.advanceTimersByTime(60_000);
  expect(messages(toasts)).toEqual(['one', 'two']);
  toasts.hold(false);
  vi.advanceTimersByTime(4900);
  expect(messages(toasts)).toEqual(['one', 'two']);
  vi.advanceTimersByTime(100);
  expect(messages(toasts)).toEqual([]);
});

test('the oldest makes room; listeners hear of every change', () => {
  const toasts = createToasts();
  const listener = vi.fn();
  const stop = toasts.subscribe(listener);
  for (const name of ['1', '2', '3', '4', '5']) toasts.add('error', name);
  expect(messages(toasts)).toEqual(['2', '3', '4', '5']);
  listener.mockClear();
  const [first] = toasts.read();
  toasts.remove(first?.id ?? 0);
  expect(listener).toHaveBeenCalledTimes(1);
  stop();
});
