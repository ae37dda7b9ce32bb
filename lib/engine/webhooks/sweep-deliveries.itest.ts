import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestEngine, type TestEngine } from '../test-engine.ts';
import { sweepDeliveries } from './sweep-deliveries.ts';

let rig: TestEngine;
beforeAll(async () => {
  rig = await startTestEngine();
});
afterAll(() => rig.stop());

const HOUR = 3_600_000;

/** Rows as old as the hours say. */
async function addDeliveries(teamId: string, ages: number[], status = 'delivered') {
  const now = rig.clock.now().getTime();
  await rig.db.prisma.webhookDelivery.createMany({
    data: ages.map((hours) => ({
      teamId,
      url: `https://example.com/${hours}`,
      host: 'example.com',
      event: 'job.finished',
      jobId: randomUUID(),
      status,
      createdAt: new Date(now - hours * HOUR),
      nextAt: status === 'waiting' ? rig.clock.now() : null,
    })),
  });
}

async function agesOf(teamId: string): Promise<number[]> {
  const rows = await rig.db.prisma.webhookDelivery.findMany({ where: { teamId } });
  return rows.map(({ url }) => Number(url.split('/').at(-1))).sort((a, b) => a - b);
}

test('the log goes back 30 days', async () => {
  const { teamId } = await rig.createTeam();
  await addDeliveries(teamId, [1, 719, 721]);
  await sweepDeliveries(rig.engine.context);
  expect(await agesOf(teamId)).toEqual([1, 719]);
});

test('a team keeps its latest rows and all that wait, others keep theirs', async () => {
  const [many, few] = [await rig.createTeam(), await rig.createTeam()];
  await addDeliveries(many.teamId, [1, 2, 3, 3, 3, 4]);
  await addDeliveries(many.teamId, [5], 'waiting');
  await addDeliveries(few.teamId, [6, 7]);
  await sweepDeliveries(rig.engine.context, { keepRows: 4 });
  expect(await agesOf(many.teamId)).toEqual([1, 2, 3, 3, 5]);
  expect(await agesOf(few.teamId)).toEqual([6, 7]);
});

test('what could not be sent within a day is given up, and says so', async () => {
  const { teamId } = await rig.createTeam();
  await addDeliveries(teamId, [23, 25], 'waiting');
  await sweepDeliveries(rig.engine.context);
  const rows = await rig.db.prisma.webhookDelivery.findMany({
    where: { teamId },
    orderBy: { createdAt: 'desc' },
  });
  expect(rows).toMatchObject([
    { status: 'waiting', tries: [] },
    { status: 'failed', nextAt: null, tries: [{ error: expect.stringContaining('24 hours') }] },
  ]);
});
