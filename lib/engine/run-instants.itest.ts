import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { exportUrl } from '#lib/operations/export-url.ts';
import { findInstant } from './registry.ts';
import { runInstants } from './run-instants.ts';
import { createTasks } from './tasks/create-tasks.ts';
import { taskRig } from './test-tasks.ts';

const at = taskRig();

/** Nothing is taken until it is told to. */
beforeEach(() => at.rig.engine.context.queue.stopWork());
afterEach(async () => {
  while (await runAll());
});
const runAll = () => runInstants(at.rig.engine.context, findInstant);
const make = (inputs: string[]) => Promise.all(inputs.map((input) => at.tasks.makeExport(input)));
const statesOf = async (ids: string[]) =>
  (await Promise.all(ids.map(at.tasks.show))).map(({ status, code }) => code ?? status);

describe('a batch', () => {
  test('ends each task with its own files, and leaves nothing in the queue', async () => {
    const inputs = [await at.tasks.makeInput('a.txt', 'a.txt'), await at.tasks.makeInput('b.txt')];
    const ids = await make([...inputs, ...inputs]);
    expect(await at.tasks.queued()).toBe(4);
    await runAll();
    expect(await at.tasks.queued()).toBe(0);
    const ended = await Promise.all(ids.map(at.tasks.show));
    expect(ended.map(({ files }) => files.map(({ filename }) => filename))).toEqual([
      ...[['a.txt', 'a (2).txt'], ['b.txt'], ['a.txt', 'a (2).txt'], ['b.txt']],
    ]);
    for (const task of ended)
      expect(task).toMatchObject({
        ...{ status: 'finished', percent: 100, attempts: 1, runId: null, code: null },
        ...{ startedAt: at.rig.clock.now(), endedAt: at.rig.clock.now() },
      });
  });

  test('has tasks whose input failed, was deleted, or never was, and ends the others', async () => {
    const [good, failed, gone] = [
      await at.tasks.makeInput(),
      await at.tasks.makeWaiting(),
      await at.tasks.makeInput(),
    ];
    await at.rig.engine.cancel(at.asker, failed);
    const ids = await make([good, failed, gone, randomUUID(), 'nonsense', good]);
    await at.rig.engine.remove(at.asker, gone);
    await runAll();
    const refused = 'INPUT_TASK_FAILED';
    expect(await statesOf(ids)).toEqual([
      ...['finished', refused, refused, refused, refused, 'finished'],
    ]);
  });

  test('leaves out what was cancelled or deleted before', async () => {
    const input = await at.tasks.makeInput();
    const ids = await make([input, input, input]);
    const [cancelled = '', deleted = '', stays = ''] = ids;
    await at.rig.engine.cancel(at.asker, cancelled);
    await at.rig.engine.remove(at.asker, deleted);
    await runAll();
    expect(await statesOf([cancelled, stays])).toEqual(['CANCELLED', 'finished']);
    expect(await at.rig.engine.find(at.asker, deleted)).toBeUndefined();
    expect(await at.rig.db.prisma.file.count({ where: { taskId: { in: ids } } })).toBe(1);
  });

  test('ends each in one state when it is cancelled or deleted in the same moment', async () => {
    const { engine, db } = at.rig;
    const input = await at.tasks.makeInput();
    const ids = await make(Array.from({ length: 30 }, () => input));
    const attempts = ids.map((id, index) =>
      index % 3 === 0
        ? engine.cancel(at.asker, id)
        : index % 3 === 1
          ? engine.remove(at.asker, id)
          : undefined,
    );
    await runAll();
    const settled = await Promise.allSettled(attempts);
    for (const [index, id] of ids.entries()) {
      const [task, files] = [
        await engine.find(at.asker, id),
        await db.prisma.file.count({ where: { taskId: id } }),
      ];
      const cancelled = index % 3 === 0 && settled[index]?.status === 'fulfilled';
      if (index % 3 === 1) expect(task).toBeUndefined();
      else expect(task?.code ?? task?.status).toBe(cancelled ? 'CANCELLED' : 'finished');
      expect(files).toBe(task?.status === 'finished' ? 1 : 0);
    }
    expect(await at.tasks.queued()).toBe(0);
  });

  test('wakes what waits for it, and ends jobs once', async () => {
    const { engine } = at.rig;
    const input = await at.tasks.makeInput();
    const jobs = [await at.tasks.makeJob(), await at.tasks.makeJob()];
    const creations = jobs.flatMap((id) => {
      const a = at.tasks.creation([input], { job: { id, name: 'a' } });
      const b = at.tasks.creation([a.task.id ?? ''], { job: { id, name: 'b' } });
      return [a, b];
    });
    await engine.context.transaction((tx) => createTasks(tx, engine.context, creations));
    const readJobs = () => at.rig.db.prisma.job.findMany({ where: { id: { in: jobs } } });
    const ids = creations.map(({ task }) => task.id ?? '');
    await runAll();
    expect(await statesOf(ids)).toEqual(['finished', 'waiting', 'finished', 'waiting']);
    for (const job of await readJobs())
      expect(job).toMatchObject({ status: 'processing', startedAt: at.rig.clock.now() });
    await runAll();
    expect(await statesOf(ids)).toEqual(['finished', 'finished', 'finished', 'finished']);
    for (const job of await readJobs())
      expect(job).toMatchObject({ status: 'finished', endedAt: at.rig.clock.now() });
  });

  test('that fails is left to workers, which run each alone', async () => {
    const { engine } = at.rig;
    const input = await at.tasks.makeInput();
    const ids = await make([input, input]);
    const broken = { takes: () => true, run: () => [{ ...FILE, bytes: { blobId: randomUUID() } }] };
    await runInstants(engine.context, () => broken);
    expect(await statesOf(ids)).toEqual(['waiting', 'waiting']);
    const [{ attempts } = { attempts: -1 }] = await Promise.all(ids.map(at.tasks.show));
    expect(attempts).toBe(0);
    const again = await at.rig.make();
    await again.start();
    for (const id of ids)
      expect((await again.waitForEnd(at.asker, id, 20_000)).status).toBe('finished');
    await again.stop();
  });
});
const FILE = { filename: 'x', contentType: 'text/plain' };

test('tasks of before, in the lane of the workers, are run', async () => {
  const { queue, transaction } = at.rig.engine.context;
  const input = await at.tasks.makeInput();
  const [id = ''] = await make([input]);
  await transaction(async (tx) => {
    await queue.take(tx, 'instant', 10);
    await queue.enqueueIn(tx, 'tasks', [id]);
  });
  const again = await at.rig.make();
  await again.start();
  expect((await again.waitForEnd(at.asker, id, 20_000)).status).toBe('finished');
  await again.stop();
});

test('a task that was tried too often is given up', async () => {
  const [id = ''] = await make([await at.tasks.makeInput()]);
  await at.rig.db.prisma.task.update({ where: { id }, data: { attempts: 3 } });
  await runAll();
  expect((await at.tasks.show(id)).code).toBe('INTERNAL');
});

test('several engines share a lane: no task is lost, and none ends twice', async () => {
  const input = await at.tasks.makeInput();
  const engines = await Promise.all([at.rig.make(), at.rig.make(), at.rig.make()]);
  const ends = new Map<string, number>();
  for (const engine of engines) {
    engine.onTaskChange((id, kind) => {
      if (kind === 'ended') ends.set(id, (ends.get(id) ?? 0) + 1);
    });
    await engine.start();
  }
  const made = await Promise.all(
    Array.from({ length: 300 }, (_, index) =>
      engines[index % 3]?.create(at.asker, { operation: exportUrl, options: { input } }),
    ),
  );
  for (const task of made) {
    const ended = await engines[0]?.waitForEnd(at.asker, task?.id ?? '', 20_000);
    expect(ended).toMatchObject({ status: 'finished', attempts: 1 });
    expect(ended?.files).toHaveLength(1);
  }
  expect([...ends.values()]).toEqual(made.map(() => 1));
  await Promise.all(engines.map((engine) => engine.stop()));
});
