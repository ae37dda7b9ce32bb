import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createRefreshQueue } from './refresh-queue.ts';

const quick = { onError: () => {}, spacing: 1, retryAfter: 1 };

it('follows the last change of every task with a refresh, and runs no more than it may at a time', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat({ max: 9 }), { maxLength: 80 }), async (changes) => {
      const truth = new Map<string, number>();
      const mirror = new Map<string, number>();
      let active = 0;
      let most = 0;
      const queue = createRefreshQueue({
        ...quick,
        concurrency: 3,
        async refresh(taskId) {
          most = Math.max(most, ++active);
          const read = truth.get(taskId) ?? 0;
          await sleep(1);
          mirror.set(taskId, read);
          active--;
        },
      });
      for (const [i, task] of changes.entries()) {
        truth.set(`t${task}`, i);
        queue.add(`t${task}`);
        if (i % 7 === 0) await sleep(1);
      }
      await queue.idle();
      expect(mirror).toEqual(truth);
      expect(most).toBeLessThanOrEqual(3);
      await queue.stop();
    }),
    { numRuns: 40 },
  );
});

it('makes one refresh of many changes that come together', async () => {
  let refreshes = 0;
  const queue = createRefreshQueue({
    ...quick,
    async refresh() {
      refreshes++;
      await sleep(5);
    },
  });
  for (let i = 0; i < 1_000; i++) queue.add('one');
  await queue.idle();
  expect(refreshes).toBe(2);
  await queue.stop();
});

it('tries again until a refresh goes through', async () => {
  const errors: unknown[] = [];
  let tries = 0;
  const queue = createRefreshQueue({
    ...quick,
    onError: (error) => errors.push(error),
    async refresh() {
      if (++tries < 4) throw new Error('not now');
    },
  });
  queue.add('one');
  await queue.idle();
  expect(tries).toBe(4);
  expect(errors).toHaveLength(3);
  await queue.stop();
});

it('starts nothing once stopped', async () => {
  const seen: string[] = [];
  const queue = createRefreshQueue({
    ...quick,
    concurrency: 1,
    async refresh(taskId) {
      seen.push(taskId);
      await sleep(5);
    },
  });
  queue.add('a');
  queue.add('b');
  await queue.stop();
  queue.add('c');
  await sleep(20);
  expect(seen).toEqual(['a']);
});
