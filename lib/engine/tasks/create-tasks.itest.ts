import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { exportUrl } from '#lib/operations/export-url.ts';
import { exportS3 } from '#lib/operations/s3.ts';
import { taskRig } from '../test-tasks.ts';
import { createTasks } from './create-tasks.ts';

const at = taskRig();

test('creations that come at once are each answered with their own task', async () => {
  const { engine } = at.rig;
  const other = await at.rig.createTeam();
  const input = await at.tasks.makeInput();
  const askers = Array.from({ length: 100 }, (_, index) => (index % 3 === 0 ? other : at.asker));
  const made = await Promise.all(
    askers.map((one, index) =>
      engine.create(one, { operation: exportUrl, options: { input, inline: index % 2 === 0 } }),
    ),
  );
  expect(new Set(made.map(({ id }) => id)).size).toBe(100);
  for (const [index, task] of made.entries()) {
    expect(task).toMatchObject({
      teamId: askers[index]?.teamId,
      createdById: askers[index]?.userId,
      status: 'waiting',
      options: { inline: index % 2 === 0 },
      inputs: [{ taskId: task.id, position: 0, inputId: input }],
      files: [],
    });
    const ended = await engine.waitForEnd(askers[index] ?? at.asker, task.id, 20_000);
    // What another team has is not there for this one, whoever asks in the same moment.
    if (index % 3 === 0) expect(ended.code).toBe('INPUT_TASK_FAILED');
    else expect(ended).toMatchObject({ status: 'finished', code: null });
  }
});

test('one that cannot be stored fails alone', async () => {
  const { engine } = at.rig;
  const input = await at.tasks.makeInput();
  const good = () => engine.create(at.asker, { operation: exportUrl, options: { input } });
  const nobody = { teamId: randomUUID(), userId: null };
  const settled = await Promise.allSettled([
    good(),
    engine.create(nobody, { operation: exportUrl, options: { input } }),
    good(),
    engine.create(at.asker, { operation: exportUrl, options: { input: 'with a \0' } }),
    good(),
  ]);
  expect(settled.map(({ status }) => status)).toEqual([
    ...['fulfilled', 'rejected', 'fulfilled', 'rejected', 'fulfilled'],
  ]);
  for (const one of settled)
    if (one.status === 'fulfilled')
      expect((await at.tasks.ended(one.value.id)).status).toBe('finished');
});

test('tasks that are made together may be inputs of each other, in any order', async () => {
  const { engine } = at.rig;
  const input = await at.tasks.makeInput('x.txt');
  const last = at.tasks.creation([]);
  const middle = at.tasks.creation([input]);
  const first = at.tasks.creation([input]);
  last.task.inputIds = [middle.task.id ?? '', first.task.id ?? ''];
  await engine.context.transaction((tx) => createTasks(tx, engine.context, [last, middle, first]));
  const ended = await at.tasks.ended(last.task.id ?? '');
  expect(ended).toMatchObject({ status: 'finished', attempts: 1 });
  expect(ended.files.map((file) => file.filename)).toEqual(['x.txt', 'x (2).txt']);
});

test('a thousand tasks are made together, and secrets stay with their own', async () => {
  const { engine } = at.rig;
  const waiting = await at.tasks.makeWaiting();
  const creations = Array.from({ length: 1_000 }, (_, index) => ({
    asker: at.asker,
    task: {
      operation: exportS3,
      inputIds: [waiting],
      options: { bucket: 'b', region: 'r', access_key_id: 'k', secret_access_key: `s${index}` },
    },
  }));
  const made = await engine.context.transaction((tx) => createTasks(tx, engine.context, creations));
  expect(made).toHaveLength(1_000);
  expect(JSON.stringify(made.map(({ options }) => options))).not.toContain('"s7"');
  const again = await engine.retry(at.asker, made[7]?.id ?? '');
  expect(again.secrets).not.toBeNull();
  expect(await at.tasks.queued()).toBe(0);
  await at.rig.db.prisma.task.deleteMany({ where: { operation: 'export/s3' } });
});
