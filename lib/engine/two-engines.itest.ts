import { afterAll, beforeAll, expect, test } from 'vitest';
import { getOperation } from '#lib/operations/registry.ts';
import { startTestEngine, type TestEngine } from './test-engine.ts';

let rig: TestEngine;
beforeAll(async () => {
  rig = await startTestEngine();
});
afterAll(() => rig.stop());

test('many wait for one end, and each gets it', async () => {
  const { engine, createTeam } = rig;
  const asker = await createTeam();
  const upload = getOperation('import/upload');
  const { id } = await engine.create(asker, { operation: upload, options: {} });
  const waits = Array.from({ length: 50 }, () => engine.waitForEnd(asker, id, 20_000));
  await engine.cancel(asker, id);
  for (const task of await Promise.all(waits)) expect(task.code).toBe('CANCELLED');
});

test('who gave up waiting hears no more, and the rest still do', async () => {
  const { engine, createTeam } = rig;
  const asker = await createTeam();
  const upload = getOperation('import/upload');
  const { id } = await engine.create(asker, { operation: upload, options: {} });
  const leaving = new AbortController();
  const left = engine.waitForEnd(asker, id, 20_000, leaving.signal);
  const stays = engine.waitForEnd(asker, id.toUpperCase(), 20_000);
  leaving.abort(new Error('went away'));
  await expect(left).rejects.toThrow('went away');
  await engine.cancel(asker, id);
  expect((await stays).status).toBe('error');
});
