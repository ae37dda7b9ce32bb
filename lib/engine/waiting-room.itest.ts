import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDb } from '#lib/db/open.ts';
import { getOperation } from '#lib/operations/registry.ts';
import { startPostgres } from '../../scripts/postgres.mjs';
import { createChanges } from './changes.ts';
import { startTestEngine, type TestEngine } from './test-engine.ts';
import { createWaitingRoom } from './waiting-room.ts';

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

test('an end in another process wakes, and one that nobody told of is found', async () => {
  const postgres = await startPostgres();
  const where = { url: postgres.url, dataDir: '' };
  const [here, there] = [await openDb(where), await openDb(where)];
  const log = pino({ level: 'silent' });
  const [changesHere, changesThere] = [here, there].map((db) => createChanges(db.notices));
  if (!changesHere || !changesThere) throw new Error('there are two');
  const room = createWaitingRoom(here, changesHere, log);

  const told = randomUUID();
  const seat = room.enter(told);
  const again = setInterval(() => changesThere.emit(told, 'ended'), 50);
  await seat.wait(600_000);
  clearInterval(again);
  seat.leave();

  // Gone from the database without a word.
  const silent = room.enter(randomUUID());
  await silent.wait(600_000);
  silent.leave();

  room.stop();
  await here.close();
  await there.close();
  await postgres.stop();
}, 60_000);
