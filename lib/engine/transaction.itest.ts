import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DbTx, type OpenDb, openDb } from '#lib/db/open.ts';
import { startPostgres } from '../../scripts/postgres.mjs';
import { createTransactions, type Transactions } from './transaction.ts';

// Always a PostgreSQL: the embedded database has one connection, and nobody to come in its way.
let postgres: Awaited<ReturnType<typeof startPostgres>>;
let db: OpenDb;
let transactions: Transactions;
beforeAll(async () => {
  postgres = await startPostgres();
  db = await openDb({ url: postgres.url, dataDir: '' });
  transactions = createTransactions(db.prisma, pino({ level: 'silent' }));
  for (const key of ['a', 'b']) await db.prisma.setting.create({ data: { key, value: '' } });
});
afterAll(async () => {
  await db.close();
  await postgres.stop();
});

const inSql = (tx: DbTx, key: string) =>
  tx.$executeRaw`UPDATE "Setting" SET "value" = "value" || 'x' WHERE "key" = ${key}`;
const byPrisma = (tx: DbTx, key: string) =>
  tx.setting.update({ where: { key }, data: { value: 'y' } });

test.each([
  ['a statement in SQL', inSql],
  ['a statement of Prisma', byPrisma],
])('of two that wait for each other, the one that is ended is run again: %s', async (_, change) => {
  const both = Promise.withResolvers<void>();
  let holding = 0;
  let rounds = 0;
  const told: string[] = [];
  const cross = (first: string, second: string) =>
    transactions.transaction(async (tx) => {
      rounds += 1;
      transactions.afterCommit(tx, 'told', () => told.push(first));
      await change(tx, first);
      holding += 1;
      if (holding === 2) both.resolve();
      await both.promise;
      await change(tx, second);
      return first;
    });
  expect(await Promise.all([cross('a', 'b'), cross('b', 'a')])).toEqual(['a', 'b']);
  expect(rounds).toBe(3);
  // Once each: what was undone has told nobody.
  expect(told.toSorted()).toEqual(['a', 'b']);
});

test('one that can never be serialized is given up', async () => {
  let rounds = 0;
  const failing = transactions.transaction(async (tx) => {
    rounds += 1;
    await tx.$executeRaw`DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40001'; END $$`;
  });
  await expect(failing).rejects.toThrow();
  expect(rounds).toBe(4);
});

test('any other failure is not tried again, and nothing is told', async () => {
  let rounds = 0;
  const failing = transactions.transaction(async (tx) => {
    rounds += 1;
    transactions.afterCommit(tx, 'told', () => expect.unreachable());
    await tx.setting.create({ data: { key: 'a', value: 'taken' } });
  });
  await expect(failing).rejects.toThrow();
  expect(rounds).toBe(1);
});

test('of what has one key, the last is done, and only after the commit', async () => {
  const told: string[] = [];
  await transactions.transaction(async (tx) => {
    transactions.afterCommit(tx, 'one', () => told.push('first'));
    transactions.afterCommit(tx, 'two', () => told.push('other'));
    transactions.afterCommit(tx, 'one', () => told.push('last'));
    await inSql(tx, 'a');
    expect(told).toEqual([]);
  });
  expect(told).toEqual(['last', 'other']);
  await db.prisma.$transaction(async (tx) => {
    expect(() => transactions.afterCommit(tx, 'x', () => {})).toThrow('not begun by the engine');
  });
});

test('what is committed stays done, also when what follows goes wrong', async () => {
  const committed = transactions.transaction(async (tx) => {
    transactions.afterCommit(tx, 'one', () => expect.unreachable());
    return 'done';
  });
  expect(await committed).toBe('done');
});
