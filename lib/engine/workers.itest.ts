import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exportS3 } from '#lib/operations/s3.ts';
import type { Target } from './delivery/target.ts';
import type { Running } from './run.ts';
import { takeTasks } from './take-tasks.ts';
import type { Asker } from './tasks/record.ts';
import { startTestEngine, type TestEngine } from './test-engine.ts';
import { testTasks } from './test-tasks.ts';
import { startWorkers } from './workers.ts';

let rig: TestEngine;
let asker: Asker;
let tasks: ReturnType<typeof testTasks>;
let running: Running;
/** Deliveries under way, and the way to let them end. */
let busy: number;
let most: number;
let open: () => void;
beforeEach(async () => {
  rig = await startTestEngine();
  asker = await rig.createTeam();
  tasks = testTasks(rig, asker);
  running = new Map();
  busy = 0;
  most = 0;
  const gate = Promise.withResolvers<void>();
  open = gate.resolve;
  const target: Target = {
    refuseName: () => undefined,
    async open() {
      return {
        parallelFiles: 1,
        async deliver(_, { signal }) {
          busy += 1;
          most = Math.max(most, busy);
          const stopped = new Promise((resolve) => signal.addEventListener('abort', resolve));
          await Promise.race([gate.promise, stopped]);
          busy -= 1;
          return { location: 'test://' };
        },
        async discard() {},
        async close() {},
      };
    },
  };
  startWorkers(rig.engine.context, running, async () => ({ target }), 4);
});
afterEach(async () => {
  open();
  await rig.stop();
});

async function deliver(input: string): Promise<string> {
  const access = { access_key_id: 'AK', secret_access_key: 'secret', bucket: 'b', region: 'r' };
  const options = { input, ...access };
  return (await rig.engine.create(asker, { operation: exportS3, options })).id;
}

test('as many run as there are workers, and temporary URLs do not wait for them', async () => {
  const input = await tasks.makeInput();
  const deliveries = await Promise.all(Array.from({ length: 6 }, () => deliver(input)));
  await expect.poll(() => busy).toBe(4);
  const links = await Promise.all(Array.from({ length: 20 }, () => tasks.makeExport(input)));
  for (const id of links) expect((await tasks.ended(id)).status).toBe('finished');
  expect(busy).toBe(4);
  // An archive moves bytes: it waits its turn.
  const two = await tasks.makeInput('a', 'b');
  const archive = await tasks.makeExport(two, { archive_multiple_files: true });
  await sleep(300);
  expect((await tasks.show(archive)).status).toBe('waiting');
  open();
  for (const id of deliveries) expect((await tasks.ended(id)).status).toBe('finished');
  expect(most).toBe(4);
});

test('a task that cannot be taken keeps nobody back', async () => {
  const { context } = rig.engine;
  await context.queue.stopWork();
  const input = await tasks.makeInput();
  await context.transaction((tx) => context.queue.enqueueIn(tx, 'tasks', ['not an id']));
  const id = await deliver(input);
  const { claimed, places } = await takeTasks(context, 4);
  expect(places).toBe(2);
  expect(claimed.map((one) => one.id)).toEqual([id]);
  // Put off, so the next look finds it later and others now.
  expect((await takeTasks(context, 4)).places).toBe(0);
  expect(await tasks.queued()).toBe(1);
});

test('what was taken by a process that died is run by another', async () => {
  const { context } = rig.engine;
  await context.queue.stopWork();
  const id = await deliver(await tasks.makeInput());
  expect((await takeTasks(context, 4)).claimed).toHaveLength(1);
  expect(await tasks.queued()).toBe(0);
  rig.clock.advance(60_000);
  await rig.engine.keepHouse();
  const { claimed } = await takeTasks(context, 4);
  expect(claimed).toMatchObject([{ id, attempts: 2 }]);
});
