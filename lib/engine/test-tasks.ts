import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterAll, beforeAll } from 'vitest';
import { exportUrl } from '#lib/operations/export-url.ts';
import { importUpload } from '#lib/operations/imports.ts';
import type { EngineContext } from './context.ts';
import { type Find, type Running, runClaimed } from './run.ts';
import { claimTasks } from './tasks/claim-tasks.ts';
import type { Creation } from './tasks/create-tasks.ts';
import type { Asker } from './tasks/record.ts';
import { startTestEngine, type TestEngine } from './test-engine.ts';

/** Makes tasks for tests of the engine, past the API. */
export function testTasks(rig: TestEngine, asker: Asker) {
  const { engine, db } = rig;

  /** A task that waits until somebody uploads to it, or ends it. */
  const makeWaiting = async () =>
    (await engine.create(asker, { operation: importUpload, options: {} })).id;

  async function upload(id: string, ...names: string[]): Promise<string> {
    const one = await engine.beginUpload(id);
    for (const name of names) await one.write(name, Readable.from([`bytes of ${name}`]));
    await one.finish();
    return id;
  }

  return {
    makeWaiting,
    upload,
    /** A finished task with files. */
    makeInput: async (...names: string[]) =>
      upload(await makeWaiting(), ...(names.length > 0 ? names : ['a.txt'])),
    makeExport: async (input: string | string[], options: Record<string, unknown> = {}) =>
      (await engine.create(asker, { operation: exportUrl, options: { input, ...options } })).id,
    makeJob: async () => {
      const id = randomUUID();
      const createdAt = rig.clock.now();
      await db.prisma.job.create({
        data: { id, teamId: asker.teamId, status: 'waiting', createdAt },
      });
      return id;
    },
    /** An export/url to be made together with others. */
    creation: (inputIds: string[], more: Partial<Creation['task']> = {}): Creation => ({
      asker,
      task: { operation: exportUrl, options: {}, inputIds, id: randomUUID(), ...more },
    }),
    ended: (id: string) => engine.waitForEnd(asker, id, 20_000),
    show: (id: string) => engine.get(asker, id),
    /** How many places are taken in the queue. */
    async queued(): Promise<number> {
      const [row] = await db.prisma.$queryRaw<{ count: number }[]>`
        SELECT count(*)::int AS "count" FROM pgboss.job WHERE "name" IN ('tasks', 'instant')`;
      return row?.count ?? 0;
    },
  };
}

/** For a file of tests: an engine with a team, and tasks for it. */
export function taskRig() {
  let rig: TestEngine;
  let asker: Asker;
  let tasks: ReturnType<typeof testTasks>;
  beforeAll(async () => {
    rig = await startTestEngine();
    asker = await rig.createTeam();
    tasks = testTasks(rig, asker);
  });
  afterAll(() => rig.stop());
  return {
    get rig() {
      return rig;
    },
    get asker() {
      return asker;
    },
    get tasks() {
      return tasks;
    },
  };
}

/** Runs one task as a worker would, by whatever a test wants it to be run. */
export async function runTask(
  engine: EngineContext,
  running: Running,
  find: Find,
  taskId: string,
): Promise<void> {
  const claimed = await engine.transaction((tx) => claimTasks(tx, engine, [taskId]));
  for (const one of claimed) await runClaimed(engine, running, find, one);
}
