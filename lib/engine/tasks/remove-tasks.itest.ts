import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { taskRig } from '../test-tasks.ts';

const at = taskRig();

const removeAll = (ids: string[]) =>
  Promise.all(ids.map((id) => at.rig.engine.remove(at.asker, id)));
const stored = async () =>
  (await readdir(path.join(at.rig.dir, 'files'), { recursive: true, withFileTypes: true })).filter(
    (entry) => entry.isFile(),
  ).length;

test('tasks that are removed at once take along bytes that only they share', async () => {
  const kept = await at.tasks.makeInput('kept.txt');
  const input = await at.tasks.makeInput('shared.txt');
  const links = await Promise.all([input, input, kept].map((id) => at.tasks.makeExport(id)));
  await Promise.all(links.map(at.tasks.ended));
  expect(await stored()).toBe(2);
  await removeAll([...links, input]);
  expect(await stored()).toBe(1);
  for (const id of [...links, input])
    expect(await at.rig.engine.find(at.asker, id)).toBeUndefined();
  expect((await at.tasks.show(kept)).files).toHaveLength(1);
  await removeAll([kept, kept.toUpperCase()]);
  expect(await stored()).toBe(0);
  expect(await at.rig.db.prisma.blob.count()).toBe(0);
});

test('what waits for one of them ends, and what is removed with it is not told', async () => {
  const [one, two] = [await at.tasks.makeWaiting(), await at.tasks.makeWaiting()];
  const stays = await at.tasks.makeExport([one, two]);
  const goes = await at.tasks.makeExport([one]);
  await removeAll([one, goes]);
  expect((await at.tasks.ended(stays)).code).toBe('INPUT_TASK_FAILED');
  await expect(at.tasks.show(goes)).rejects.toThrow('no such task');
  await removeAll([two, stays]);
  expect(await at.tasks.queued()).toBe(0);
});
