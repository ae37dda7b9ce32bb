import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openDb } from './open.ts';
import { copyTemplate } from './open-test-db.ts';

test('a transaction of the embedded database lets others have their turns', async () => {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'slipway-yielding-'));
  await copyTemplate(dataDir);
  const { prisma, close } = await openDb({ dataDir });
  let turns = 0;
  let counting = true;
  const count = () => {
    turns += 1;
    if (counting) setImmediate(count);
  };
  await prisma.$transaction(async (tx) => {
    count();
    for (let index = 0; index < 20; index++) await tx.$queryRaw`SELECT 1`;
    counting = false;
  });
  expect(turns).toBeGreaterThanOrEqual(20);
  await expect(prisma.$queryRaw`SELECT nothing`).rejects.toThrow();
  await close();
  await rm(dataDir, { recursive: true });
});
