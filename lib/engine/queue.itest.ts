import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type OpenDb, openDb } from '#lib/db/open.ts';
import { openTestDb } from '#lib/db/open-test-db.ts';
import { startPostgres } from '../../scripts/postgres.mjs';
import { createQueue, type Queue, type Ready } from './queue.ts';
import { createTransactions, type Transactions } from './transaction.ts';

const log = pino({ level: 'silent' });
const laneOf = ({ operation }: Ready) => (operation === 'export/url' ? 'instant' : 'tasks');
const ready = (id: string, operation = 'export/url'): Ready => ({ id, operation, options: {} });

type Rig = { db: OpenDb; queue: Queue; transaction: Transactions['transaction'] };
async function startQueue(db: OpenDb): Promise<Rig> {
  const transactions = createTransactions(db.prisma, log);
  const queue = createQueue(db, log, transactions, laneOf);
  await queue.start();
  return { db, queue, transaction: transactions.transaction };
}

describe('a lane', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await startQueue(await openTestDb());
  });
  afterAll(async () => {
    await rig.queue.stop();
    await rig.db.close();
  });
  beforeEach(() => rig.db.prisma.$executeRaw`DELETE FROM pgboss.job`);

  const enqueue = (...tasks: Ready[]) => rig.transaction((tx) => rig.queue.enqueue(tx, tasks));
  const take = async (most: number, lane: 'instant' | 'tasks' = 'instant') =>
    (await rig.transaction((tx) => rig.queue.take(tx, lane, most))).map(({ taskId }) => taskId);

  test('gives each task once, and the first ones first', async () => {
    await enqueue(ready('a'));
    await enqueue(ready('b'), ready('x', 'import/url'));
    await enqueue(ready('c'));
    expect((await take(2)).toSorted()).toEqual(['a', 'b']);
    expect(await take(2)).toEqual(['c']);
    expect(await take(2)).toEqual([]);
    expect(await take(9, 'tasks')).toEqual(['x']);
  });

  test('keeps what was taken in vain, also when the process dies', async () => {
    await enqueue(ready('a'), ready('b'));
    const broken = rig.transaction(async (tx) => {
      expect(await rig.queue.take(tx, 'instant', 9)).toHaveLength(2);
      throw new Error('broken off');
    });
    await expect(broken).rejects.toThrow('broken off');
    expect((await take(9)).toSorted()).toEqual(['a', 'b']);
  });

  test('has no place for what is undone, and wakes nobody for it', async () => {
    let looks = 0;
    rig.queue.work('instant', async () => {
      looks += 1;
      return false;
    });
    await sleep(50);
    const before = looks;
    const undone = rig.transaction(async (tx) => {
      await rig.queue.enqueue(tx, [ready('a')]);
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    await enqueue(ready('x', 'import/url'));
    await sleep(50);
    expect(looks).toBe(before);
    await enqueue(ready('b'));
    await expect.poll(() => looks, { timeout: 500 }).toBeGreaterThan(before);
    await rig.queue.stopWork();
    expect(await take(9)).toEqual(['b']);
  });

  test('passes over what is put off, and gives it later', async () => {
    await enqueue(ready('a'));
    const [place] = await rig.transaction(async (tx) => {
      const places = await rig.queue.take(tx, 'instant', 1);
      await rig.queue.enqueue(tx, [ready('b')]);
      return places;
    });
    expect(place?.taskId).toBe('a');
    const [found] = await rig.db.prisma.$queryRaw<{ id: string }[]>`SELECT "id" FROM pgboss.job`;
    await rig.queue.putOff('instant', { id: found?.id ?? '', taskId: 'b' });
    expect(await take(9)).toEqual([]);
    await expect.poll(() => take(9), { timeout: 5_000 }).toEqual(['b']);
  });

  test('gives places that were found before, where they still are', async () => {
    await enqueue(ready('a'), ready('b'));
    let places: Awaited<ReturnType<Queue['take']>> = [];
    const broken = rig.transaction(async (tx) => {
      places = await rig.queue.take(tx, 'instant', 9);
      throw new Error('broken off');
    });
    await expect(broken).rejects.toThrow();
    const [first = ''] = await take(1);
    const left = await rig.transaction((tx) => rig.queue.takeThese(tx, 'instant', places));
    expect(left.map(({ taskId }) => taskId)).toEqual(['a', 'b'].filter((id) => id !== first));
    expect(await take(9)).toEqual([]);
  });

  test('is looked at again by who is told in the middle of a look', async () => {
    const looks: string[][] = [];
    rig.queue.work('instant', async () => {
      looks.push(await take(9));
      if (looks.length === 1) await enqueue(ready('late'));
      return false;
    });
    await expect.poll(() => looks.flat(), { timeout: 500 }).toEqual(['late']);
    await rig.queue.stopWork();
  });
});

test('another process is told, of the lane in question only', async () => {
  const postgres = await startPostgres();
  const where = { url: postgres.url, dataDir: '' };
  const here = await startQueue(await openDb(where));
  const there = await startQueue(await openDb(where));
  const looks = { tasks: 0, instant: 0 };
  for (const lane of ['tasks', 'instant'] as const)
    there.queue.work(lane, async () => {
      looks[lane] += 1;
      return false;
    });
  // More often than anybody looks without being told.
  await expect
    .poll(
      async () => {
        await here.transaction((tx) => here.queue.enqueue(tx, [ready('a')]));
        return looks.instant;
      },
      { interval: 20, timeout: 5_000 },
    )
    .toBeGreaterThan(10);
  expect(looks.tasks).toBeLessThan(5);
  for (const rig of [here, there]) {
    await rig.queue.stopWork();
    await rig.queue.stop();
    await rig.db.close();
  }
  await postgres.stop();
}, 60_000);
