import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Failure } from '#lib/errors.ts';
import type { Running } from '../run.ts';
import { STOP } from '../stop.ts';
import { sweepTargets } from './sweep-targets.ts';
import type { Attempt } from './target.ts';
import { startTestTarget, type TestTarget } from './test-target.ts';

let at: TestTarget;
beforeAll(async () => {
  at = await startTestTarget();
});
afterAll(() => at.stop());
beforeEach(() => at.reset());

describe('a run that is broken off', () => {
  /** Delivers `a`, holds at `b`, which has a checkpoint. */
  function hold() {
    const holding = Promise.withResolvers<Attempt>();
    at.deliver = async (file, attempt) => {
      if (file.name !== 'b') return;
      await attempt.saveCheckpoint({ upload: 'b1' });
      attempt.progress(1);
      holding.resolve(attempt);
      await sleep(60_000, undefined, { signal: attempt.signal });
    };
    return holding.promise;
  }

  it('cleans up when it was cancelled, within two seconds', async () => {
    const id = await at.makeTask({ a: '1', b: '22' });
    const held = hold();
    const running: Running = new Map();
    const ended = at.run(id, running);
    await held;
    await at.server.engine.cancel(at.asker, id);
    const told = performance.now();
    running.get(id)?.abort(STOP.cancelled);
    const task = await ended;
    expect(performance.now() - told).toBeLessThan(2_000);
    expect(task).toMatchObject({ status: 'error', code: 'CANCELLED' });
    expect(at.discarded).toEqual(['b {"upload":"b1"}']);
    expect(task.deliveries.map(({ status }) => status)).toEqual(['done', 'failed']);
    expect(await at.leftovers(id)).toEqual([]);
    expect(at.closed).toBe(1);
  });

  it('cleans up when it learns of the cancel from the database, as after one in another process', async () => {
    const id = await at.makeTask({ a: '1', b: '22' });
    const held = hold();
    const ended = at.run(id);
    const attempt = await held;
    await at.server.engine.cancel(at.asker, id);
    // It moves on, has that to write, and finds the task taken from it.
    let bytes = 1;
    const moving = setInterval(() => {
      bytes += 1;
      attempt.progress(bytes);
    }, 20);
    const task = await ended.finally(() => clearInterval(moving));
    expect(task).toMatchObject({ status: 'error', code: 'CANCELLED' });
    expect(at.discarded).toEqual(['b {"upload":"b1"}']);
    expect(task.deliveries.map(({ status }) => status)).toEqual(['done', 'failed']);
  });

  it('keeps its checkpoint at a shutdown, and the next run goes on from there', async () => {
    const id = await at.makeTask({ a: '1', b: '22' });
    const ended = await at.breakOff(id, hold(), STOP.shutdown, true);
    expect(ended).toMatchObject({ status: 'waiting' });
    expect(at.discarded).toEqual([]);
    const seen: unknown[] = [];
    at.deliver = async (file, attempt) => {
      seen.push([file.name, attempt.checkpoint]);
    };
    expect(await at.run(id)).toMatchObject({ status: 'finished' });
    expect(seen).toEqual([['b', { upload: 'b1' }]]);
    const row = await at.server.db.prisma.delivery.findMany({ where: { taskId: id } });
    expect(row.map(({ checkpoint }) => checkpoint)).toEqual([null, null]);
  });

  it('stores checkpoints sealed, and is not heard once another run has the task', async () => {
    const id = await at.makeTask({ b: '22' });
    let late: Attempt | undefined;
    const holding = Promise.withResolvers<void>();
    at.deliver = async (_, attempt) => {
      late = attempt;
      await attempt.saveCheckpoint({ session: 'https://bearer.example/marked' });
      holding.resolve();
      await sleep(60_000, undefined, { signal: attempt.signal });
    };
    const running: Running = new Map();
    const ended = at.run(id, running);
    await holding.promise;
    const row = await at.server.db.prisma.delivery.findFirstOrThrow({ where: { taskId: id } });
    expect(Buffer.from(row.checkpoint ?? []).includes('marked')).toBe(false);
    await at.server.db.prisma.task.update({ where: { id }, data: { runId: randomUUID() } });
    await expect(late?.saveCheckpoint({ other: 1 })).rejects.toThrow('Another run');
    running.get(id)?.abort(STOP.lost);
    await ended;
    expect(at.discarded).toEqual([]);
    expect(await at.leftovers(id)).toMatchObject([
      { name: 'b', checkpoint: { session: 'https://bearer.example/marked' } },
    ]);
  });

  it('keeps the last of many checkpoints of many files', async () => {
    const names = Array.from({ length: 60 }, (_, index) => `${index}.txt`);
    const id = await at.makeTask(Object.fromEntries(names.map((name) => [name, name])));
    at.deliver = async (file, attempt) => {
      for (let step = 1; step <= 3; step += 1) await attempt.saveCheckpoint({ step });
      await Promise.all([4, 5].map((step) => attempt.saveCheckpoint({ step })));
      const row = await at.server.db.prisma.delivery.findFirst({
        where: { taskId: id, name: file.name },
      });
      if (!row?.checkpoint) throw new Error('It was not there when it was said to be.');
      if (file.name === '7.txt') throw new Failure('TARGET_EXISTS');
    };
    at.parallelFiles = 20;
    expect(await at.run(id)).toMatchObject({ code: 'TARGET_EXISTS' });
    expect(at.stored.size).toBe(59);
    expect(at.discarded).toEqual(['7.txt {"step":5}']);
    expect(await at.leftovers(id)).toEqual([]);
  });

  it('is swept after its worker died and nobody goes on with it', async () => {
    const id = await at.makeTask({ a: '1', b: '22' });
    await at.breakOff(id, hold(), STOP.lost);
    await sweepTargets(at.server.engine.context, () => at.target);
    expect(at.discarded).toEqual([]);
    at.opened = async () => {
      throw new Failure('TARGET_UNREACHABLE');
    };
    await at.sweepLater();
    expect(await at.leftovers(id)).toHaveLength(1);
    at.server.clock.advance(61_000);
    at.opened = async () => {};
    await at.sweepLater();
    expect(at.discarded).toEqual(['b {"upload":"b1"}']);
    expect(await at.leftovers(id)).toEqual([]);
    expect(await at.server.engine.get(at.asker, id)).toMatchObject({ sweepAt: null });
  });
});
