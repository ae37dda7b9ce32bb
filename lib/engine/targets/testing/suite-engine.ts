import { createHash, randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable, Writable } from 'node:stream';
import { pino } from 'pino';
import { describeTask } from '#lib/api/describe-task.ts';
import type { Clock } from '#lib/clock.ts';
import { importUpload, importUrl } from '#lib/operations/imports.ts';
import type { Operation } from '#lib/operations/operation.ts';
import type { Options } from '../../delivery/target.ts';
import type { TaskRecord } from '../../tasks/record.ts';
import { startTestEngine } from '../../test-engine.ts';

/** Milliseconds for one task. */
const ENDS_WITHIN = 60_000;
const POOL = randomBytes(24 << 20);

export type SourceFile = { name: string; bytes: Buffer };
export type SuiteEngine = Awaited<ReturnType<typeof startSuiteEngine>>;

let made = 0;

/** Bytes that no other file has. */
export function someBytes(size: number): Buffer {
  made += 1;
  const bytes = Buffer.from(POOL.subarray(made % 1000, (made % 1000) + size));
  if (size >= 4) bytes.writeUInt32BE(made, 0);
  return bytes;
}

export const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** A whole engine that delivers by one operation, and remembers all that it said. */
export async function startSuiteEngine(operation: Operation, partSize: number) {
  const clock: Clock & { offset: number } = {
    offset: 0,
    now: () => new Date(Date.now() + clock.offset),
  };
  const logged: string[] = [];
  const sink = new Writable({
    write(line, _, done) {
      logged.push(String(line));
      done();
    },
  });
  const server = await startTestEngine({
    egressAllow: '127.0.0.1, localhost',
    delivery: { partSize },
    threads: true,
    clock,
    log: pino({ level: 'trace' }, sink),
  });
  const { engine, db } = server;
  const asker = await server.createTeam();

  async function addFiles(files: readonly SourceFile[]): Promise<string> {
    const { id } = await engine.create(asker, { operation: importUpload, options: {} });
    const upload = await engine.beginUpload(id);
    for (const { name, bytes } of files) await upload.write(name, Readable.from([bytes]));
    await upload.finish();
    return id;
  }

  async function begin(input: string | string[], options: Options): Promise<string> {
    const task = await engine.create(asker, { operation, options: { input, ...options } });
    return task.id;
  }

  const end = (id: string): Promise<TaskRecord> => engine.waitForEnd(asker, id, ENDS_WITHIN);

  return {
    server,
    asker,
    clock,
    /** As the engine reads them: a case may set them for itself, and sets them back. */
    limits: engine.context.limits.delivery,
    addFiles,
    begin,
    end,
    async deliver(files: readonly SourceFile[], options: Options): Promise<TaskRecord> {
      return end(await begin(await addFiles(files), options));
    },
    async deliverFrom(url: string, options: Options): Promise<TaskRecord> {
      const { id } = await engine.create(asker, { operation: importUrl, options: { url } });
      return end(await begin(id, options));
    },
    /** Of the first file of a delivery. */
    async fileStatus(id: string): Promise<string | undefined> {
      return (await engine.get(asker, id)).deliveries[0]?.status;
    },
    /** Writes other bytes over those of a file in storage. */
    async overwriteStored(input: string, change: (bytes: Buffer) => Buffer): Promise<void> {
      const { blob } = await db.prisma.file.findFirstOrThrow({
        where: { taskId: input },
        include: { blob: true },
      });
      const { storageKey } = blob;
      const stored = Readable.toWeb(await engine.context.storage.open(storageKey));
      const bytes = Buffer.from(await new Response(stored as ReadableStream).arrayBuffer());
      const file = path.join(server.dir, 'files', storageKey.slice(0, 2), storageKey);
      await writeFile(file, change(bytes));
    },
    describe(task: TaskRecord) {
      const bases = { app: 'https://app.example', files: 'https://files.example' };
      const signers = { urls: engine.urls, uploads: engine.uploads, maxFileSize: 1 };
      return describeTask(task, bases, signers, new Set(['payload', 'deliveries']));
    },
    /** Everything that the engine has logged, stored and would answer. */
    async allThatWasSaid(): Promise<string> {
      const tasks = await db.prisma.task.findMany({ select: { id: true } });
      const records = await Promise.all(tasks.map(({ id }) => engine.get(asker, id)));
      const rows = await db.prisma.delivery.findMany();
      const sealed = rows.map(({ checkpoint }) => Buffer.from(checkpoint ?? []).toString('latin1'));
      const plain = (value: unknown) =>
        JSON.stringify(value, (_, held) => (typeof held === 'bigint' ? `${held}` : held));
      return [
        ...logged,
        ...records.map((record) => plain(this.describe(record))),
        ...records.map(({ secrets, ...record }) => plain(record)),
        ...sealed,
      ].join('\n');
    },
    stop: () => server.stop(),
  };
}
