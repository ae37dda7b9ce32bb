import { expect, it } from 'vitest';
import type { WireTask } from '#lib/client/types.ts';
import { createTaskMemory } from './task-memory.ts';

const task = (id: string, percent = 0): WireTask => ({
  id,
  operation: 'export/url',
  status: 'processing',
  percent,
  created_at: '2026-03-01T12:00:00+00:00',
});

it('knows what was heard last, of that connection, and not too long ago', () => {
  let time = 0;
  const memory = createTaskMemory(() => time);
  memory.remember('a', task('t', 10));
  memory.remember('a', task('t', 20));
  expect(memory.find('a', 't', 1_000)?.percent).toBe(20);
  expect(memory.find('b', 't', 1_000)).toBeUndefined();
  time = 1_001;
  expect(memory.find('a', 't', 1_000)).toBeUndefined();
  expect(memory.find('a', 't', 5_000)).toBeDefined();
  memory.forget('a', 't');
  expect(memory.find('a', 't', 5_000)).toBeUndefined();
});

it('forgets the oldest: what nobody would believe, and what is too much', () => {
  let time = 0;
  const memory = createTaskMemory(() => time);
  memory.remember('a', task('old'));
  time = 200_000;
  memory.remember('a', task('new'));
  expect(memory.find('a', 'old', Number.POSITIVE_INFINITY)).toBeUndefined();
  for (let n = 0; n < 5_000; n++) memory.remember('a', task(`t${n}`));
  expect(memory.find('a', 'new', Number.POSITIVE_INFINITY)).toBeUndefined();
  expect(memory.find('a', 't4999', Number.POSITIVE_INFINITY)).toBeDefined();
});
