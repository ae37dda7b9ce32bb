import { afterAll, beforeAll, expect, it } from 'vitest';
import type { OpenDb } from './open.ts';
import { openTestDb } from './open-test-db.ts';
import { tendDb, tendTables } from './tend.ts';

let db: OpenDb;
beforeAll(async () => {
  db = await openTestDb();
});
afterAll(() => db?.close());

const fill = () =>
  db.prisma.team.createMany({ data: Array.from({ length: 500 }, (_, i) => ({ name: `${i}` })) });
const rowsKnown = async () => {
  const [table] = await db.prisma.$queryRaw<{ rows: number }[]>`
    SELECT reltuples::float8 AS rows FROM pg_class WHERE relname = 'Team'`;
  return table?.rows;
};

it('tells the planner of a table that grew, and then leaves it alone', async () => {
  await fill();
  const tendAndLook = async () => {
    await tendTables(db.prisma);
    return rowsKnown();
  };
  await expect.poll(tendAndLook, { timeout: 10_000 }).toBe(500);
  expect(await tendTables(db.prisma)).not.toContain('public."Team"');
});

it('tends the embedded database from the start, and stops when told to', async () => {
  await fill();
  const errors: unknown[] = [];
  const stop = tendDb(db, (error) => errors.push(error));
  await stop();
  expect(errors).toEqual([]);
  if (db.exclusive) expect(await rowsKnown()).toBe(1_000);
});
