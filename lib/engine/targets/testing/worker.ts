/**
 * A worker in a process of its own, for tests that kill it: begins a delivery or goes on with one.
 * Prints the task's id when it begins, and how it ended.
 */
import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { pino } from 'pino';
import { systemClock } from '#lib/clock.ts';
import { openDb } from '#lib/db/open.ts';
import { copyTemplate } from '#lib/db/open-test-db.ts';
import { importUpload } from '#lib/operations/imports.ts';
import { getOperation } from '#lib/operations/registry.ts';
import { loadMasterKey } from '#lib/vault/key-file.ts';
import { createThreadPool } from '../../delivery/threads/thread-pool.ts';
import { createEgress } from '../../egress.ts';
import { createEngine } from '../../engine.ts';
import { createFolderStorage } from '../../folder-storage.ts';
import type { WorkOrder } from './two-lives.ts';

const { dataDir, partSize, work } = JSON.parse(process.argv[2] ?? '') as WorkOrder;
if ('operation' in work) await copyTemplate(dataDir);
const db = await openDb({ dataDir });
const files = path.join(dataDir, 'files');
const allow = '127.0.0.1, localhost';
const log = pino({ level: 'silent' });
const engine = createEngine({
  db,
  clock: systemClock,
  log,
  master: await loadMasterKey(dataDir),
  storage: createFolderStorage({ dir: files, minFreeBytes: 0 }),
  egress: createEgress({ allow }),
  workers: 1,
  threads: createThreadPool({ allow, files }, log),
  limits: { maxFileSize: 1e9, taskDeadline: 60_000, delivery: { backoffMs: 50, partSize } },
});
await engine.start();

let asker = await findAsker();
let taskId: string;
if ('taskId' in work) taskId = work.taskId;
else {
  const team = await db.prisma.team.create({ data: { name: 'Team' } });
  const user = { email: `${randomUUID()}@example.com`, name: 'Test', passwordHash: '' };
  asker = { teamId: team.id, userId: (await db.prisma.user.create({ data: user })).id };
  const { id: input } = await engine.create(asker, { operation: importUpload, options: {} });
  const upload = await engine.beginUpload(input);
  await upload.write('source.bin', createReadStream(work.file));
  await upload.finish();
  const options = { input, ...work.options };
  const task = await engine.create(asker, { operation: getOperation(work.operation), options });
  taskId = task.id;
  console.log(taskId);
}
const task = await engine.waitForEnd(asker, taskId, 60_000);
console.log(task.status === 'error' ? `${task.code}: ${task.message}` : task.status);
await engine.stop();
await db.close();
// The engine of migrations leaves a timer of ten seconds behind.
setImmediate(() => process.exit());

/** Of the task that is gone on with. */
async function findAsker() {
  const team = await db.prisma.team.findFirst();
  return { teamId: team?.id ?? '', userId: null as string | null };
}
