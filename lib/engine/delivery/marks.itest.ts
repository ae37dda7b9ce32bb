import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Failure } from '#lib/errors.ts';
import { STOP } from '../stop.ts';
import { startTestTarget, type TestTarget } from './test-target.ts';

let at: TestTarget;
beforeAll(async () => {
  at = await startTestTarget();
});
afterAll(() => at.stop());
beforeEach(() => {
  at.reset();
  at.target.firstCheckpoint = (name, mark) => ({ begun: `${name}.${mark}` });
});

const begunOf = (name: string) => ({
  begun: expect.stringMatching(RegExp(`^${name}\\.[0-9a-f]{12}$`)),
});

/** Delivers `a`, holds at `b`, and has `c` wait. */
function hold() {
  const holding = Promise.withResolvers<unknown>();
  at.parallelFiles = 1;
  at.deliver = async (file, { begins, signal }) => {
    if (file.name !== 'b') return;
    holding.resolve(begins);
    await sleep(60_000, undefined, { signal });
  };
  return holding.promise;
}

describe('a target that names what it begins by a mark', () => {
  it('has it noted before it begins, and begins by it once', async () => {
    const id = await at.makeTask({ a: '1' });
    const seen: unknown[] = [];
    at.deliver = async (_, { begins, checkpoint }) => {
      seen.push({ begins, checkpoint, left: (await at.leftovers(id))[0]?.checkpoint });
      if (seen.length === 1) throw new Failure('TARGET_BUSY');
    };
    expect(await at.run(id)).toMatchObject({ status: 'finished' });
    const [first] = seen as [{ begins: unknown }];
    expect(seen).toEqual([
      { begins: begunOf('a'), checkpoint: undefined, left: first.begins },
      { begins: undefined, checkpoint: first.begins, left: first.begins },
    ]);
    expect(await at.leftovers(id)).toEqual([]);
  });

  it('is held to what it saved afterwards', async () => {
    const id = await at.makeTask({ a: '1' });
    at.deliver = async (_, attempt) => {
      await attempt.saveCheckpoint({ bytes: 1 });
      expect(await at.leftovers(id)).toMatchObject([{ checkpoint: { bytes: 1 } }]);
      throw new Failure('TARGET_DENIED');
    };
    expect(await at.run(id)).toMatchObject({ code: 'TARGET_DENIED' });
    expect(at.discarded).toEqual(['a {"bytes":1}']);
    expect(await at.leftovers(id)).toEqual([]);
  });

  it('removes what it began, and nobody looks for what it did not', async () => {
    const id = await at.makeTask({ a: '1', b: '22', c: '333' });
    const held = hold();
    const ended = await at.breakOff(id, held, STOP.cancelled);
    expect(ended).toMatchObject({ code: 'CANCELLED' });
    expect(at.discarded).toEqual([`b ${JSON.stringify(await held)}`]);
    expect(await at.leftovers(id)).toEqual([]);
  });

  it('is told by the next run what the one before may have begun', async () => {
    const id = await at.makeTask({ a: '1', b: '22', c: '333' });
    const held = hold();
    const ended = await at.breakOff(id, held, STOP.shutdown, true);
    expect(ended).toMatchObject({ status: 'waiting' });
    const seen: unknown[] = [];
    at.deliver = async (file, attempt) => {
      seen.push([file.name, attempt.checkpoint, attempt.begins]);
    };
    expect(await at.run(id)).toMatchObject({ status: 'finished' });
    expect(seen).toEqual([
      ['b', await held, undefined],
      ['c', begunOf('c'), undefined],
    ]);
  });

  it('is swept of all that may have been begun when the worker died', async () => {
    const id = await at.makeTask({ a: '1', b: '22', c: '333' });
    await at.breakOff(id, hold(), STOP.lost);
    await at.sweepLater();
    expect(at.discarded.map((text) => text.slice(0, 13))).toEqual([
      'b {"begun":"b',
      'c {"begun":"c',
    ]);
    expect(await at.leftovers(id)).toEqual([]);
    expect(await at.server.engine.get(at.asker, id)).toMatchObject({ sweepAt: null });
  });

  it('has no marks where a name must be free: most such files begin nothing', async () => {
    const id = await at.makeTask({ a: '1' }, { if_exists: 'skip' });
    at.stored.set('a', Buffer.from('there'));
    expect(await at.run(id)).toMatchObject({ status: 'finished' });
    expect(at.discarded).toEqual([]);
  });
});
