import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestEngine, type TestEngine } from '../test-engine.ts';
import { testTasks } from '../test-tasks.ts';
import { readRecords } from './read-records.ts';
import { WITH_ALL } from './record.ts';

let rig: TestEngine;
beforeAll(async () => {
  rig = await startTestEngine();
});
afterAll(() => rig.stop());

test('reads to the last field what Prisma reads', async () => {
  const { prisma } = rig.db;
  const asker = await rig.createTeam();
  const tasks = testTasks(rig, asker);
  const input = await tasks.makeInput('b.txt', 'a "quoted" ü.txt', 'c.txt');
  const other = await tasks.makeInput();
  const link = await tasks.makeExport([other, input], { inline: true });
  await tasks.ended(link);
  const rich = await tasks.makeWaiting();
  await prisma.task.update({
    where: { id: rich },
    data: {
      secrets: new Uint8Array([0, 1, 255]),
      bytesDone: 2n ** 53n + 1n,
      bytesTotal: 9_007_199_254_740_993n,
      errorFields: { bucket: ['No.'] },
      startedAt: new Date('2026-03-01T12:00:00.123Z'),
      runId: randomUUID(),
    },
  });
  const delivery = (position: number) => ({
    ...{ taskId: rich, position, filename: 'x', name: 'y/x', status: 'done' },
    ...{ size: 2n ** 60n, bytesDone: 5n, checkpoint: new Uint8Array([1]) },
    receipt: { etag: 'e', parts: [1, 2.5], at: '2026-03-01T12:00:00Z' },
    attempts: [{ code: 'TARGET_BUSY' }],
  });
  await prisma.delivery.createMany({ data: [delivery(1), delivery(0)] });
  await prisma.delivery.update({
    where: { taskId_position: { taskId: rich, position: 1 } },
    data: { status: 'waiting', attempts: [] },
  });

  const ids = [input, other, link, rich];
  const asked = ids.map((id) => ({ teamId: asker.teamId, id }));
  const records = await readRecords(prisma, asked);
  const wanted = await prisma.task.findMany({ where: { id: { in: ids } }, include: WITH_ALL });
  const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
  expect(records.toSorted(byId)).toStrictEqual(wanted.toSorted(byId));
});

test('gives nobody what is another team’s, in whatever company it is asked for', async () => {
  const [one, two] = [await rig.createTeam(), await rig.createTeam()];
  const mine = await testTasks(rig, one).makeWaiting();
  const theirs = await testTasks(rig, two).makeWaiting();
  const asked = [
    { teamId: one.teamId, id: mine },
    { teamId: one.teamId, id: theirs },
    { teamId: two.teamId, id: mine },
    { teamId: one.teamId, id: randomUUID() },
  ];
  const records = await readRecords(rig.db.prisma, asked);
  expect(records.map(({ id }) => id)).toEqual([mine]);
  const found = await Promise.all([
    rig.engine.find(one, mine),
    rig.engine.find(one, theirs),
    rig.engine.find(two, theirs),
    rig.engine.find(two, mine),
  ]);
  expect(found.map((task) => task?.id)).toEqual([mine, undefined, theirs, undefined]);
});
