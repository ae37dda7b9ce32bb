import { createReadStream } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { pino } from 'pino';
import { systemClock } from '#lib/clock.ts';
import { openDb } from '#lib/db/open.ts';
import type { Options } from '#lib/engine/delivery/target.ts';
import { createThreadPool } from '#lib/engine/delivery/threads/thread-pool.ts';
import { createEgress } from '#lib/engine/egress.ts';
import { createEngine } from '#lib/engine/engine.ts';
import { createFolderStorage } from '#lib/engine/folder-storage.ts';
import { importUpload } from '#lib/operations/imports.ts';
import type { Operation } from '#lib/operations/operation.ts';
import { loadMasterKey } from '#lib/vault/key-file.ts';

const HOUR = 3_600_000;

export type OwnEngine = Awaited<ReturnType<typeof startOwnEngine>>;

/** The engine as the server runs it: embedded database, queue, folder storage. */
export async function startOwnEngine(dir: string) {
  await mkdir(dir);
  const db = await openDb({ dataDir: dir });
  const allow = '127.0.0.1';
  const files = path.join(dir, 'files');
  const log = pino({ level: 'warn' }, pino.destination(2));
  const egress = createEgress({ allow });
  const engine = createEngine({
    db,
    egress,
    clock: systemClock,
    log,
    master: await loadMasterKey(dir),
    storage: createFolderStorage({ dir: files, minFreeBytes: 0 }),
    workers: 4,
    threads: createThreadPool({ allow, files }, log),
    limits: { maxFileSize: 2 ** 40, taskDeadline: HOUR },
  });
  await engine.start();
  const team = await db.prisma.team.create({ data: { name: 'Bench' } });
  const asker = { teamId: team.id, userId: null };
  return {
    /** Takes in all files of a folder. @returns the task that has them. */
    async take(folder: string): Promise<string> {
      const { id } = await engine.create(asker, { operation: importUpload, options: {} });
      const upload = await engine.beginUpload(id);
      for (const name of (await readdir(folder)).sort())
        await upload.write(name, createReadStream(path.join(folder, name)));
      await upload.finish();
      return id;
    },
    /** From the task's creation to its end. @throws Error when it does not finish. */
    async deliver(operation: Operation, input: string, options: Options): Promise<void> {
      const { id } = await engine.create(asker, { operation, options: { input, ...options } });
      const task = await engine.waitForEnd(asker, id, HOUR);
      if (task.status !== 'finished')
        throw new Error(`${operation.id} ended ${task.status} with ${task.code}: ${task.message}`);
    },
    async stop(): Promise<void> {
      await engine.stop();
      await egress.close();
      await db.close();
    },
  };
}
