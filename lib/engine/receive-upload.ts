import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { Failure } from '#lib/errors.ts';
import { contentType } from './content-type.ts';
import type { EngineContext, NewBytes, OutputFile } from './context.ts';
import { distinctFilenames, safeFilename } from './filename.ts';
import { startHeartbeat } from './heartbeat.ts';
import type { Running } from './run.ts';
import { endTasks } from './tasks/end-tasks.ts';
import { isUuid } from './tasks/record.ts';
import { touchJobs } from './tasks/touch-jobs.ts';
import { waitAgain } from './tasks/wait-again.ts';
import { tell } from './tell.ts';

/** An upload into a waiting task. Exactly one of `finish` and `giveUp` is called. */
export type Upload = {
  /** Aborted when the task is cancelled or deleted, or the process ends. */
  signal: AbortSignal;
  /** Stores one file; call it again for the next. @throws Failure TOO_LARGE, STORAGE_FULL. */
  write(filename: string, source: Readable): Promise<void>;
  /** Ends the task with what was written. @throws Failure when it was cancelled meanwhile. */
  finish(): Promise<{ redirect: string | undefined }>;
  /** Removes what was written; the task waits again, and its form can be sent anew. */
  giveUp(): Promise<void>;
};

/**
 * Takes the task for an upload.
 *
 * @throws Failure GONE for a task that is no more, CONFLICT when it has its files or is being sent them.
 */
export async function beginUpload(
  engine: EngineContext,
  running: Running,
  taskId: string,
): Promise<Upload> {
  const runId = randomUUID();
  const redirect = await claim(engine, taskId, runId);
  const stop = new AbortController();
  running.set(taskId, stop);
  const heartbeat = startHeartbeat(engine, { id: taskId, runId }, stop);
  const stored: { filename: string; contentType: string; bytes: NewBytes }[] = [];
  let before = 0;

  async function settle(): Promise<void> {
    await heartbeat.stop();
    running.delete(taskId);
  }
  async function removeStored(): Promise<void> {
    for (const { bytes } of stored) await engine.storage.remove(bytes.key);
  }

  return {
    signal: stop.signal,
    async write(filename, source) {
      const name = safeFilename(filename);
      const { head, ...bytes } = await engine.storage.write(source, {
        limit: engine.limits.maxFileSize,
        signal: stop.signal,
        onBytes: (count) => heartbeat.progress(before + count),
      });
      before += bytes.size;
      stored.push({ filename: name, contentType: await contentType(head, name), bytes });
    },
    async finish() {
      await settle();
      const names = distinctFilenames(stored.map((file) => file.filename));
      const files: OutputFile[] = stored.map(({ contentType: type, bytes }, index) => ({
        filename: names[index] ?? 'file',
        contentType: type,
        bytes,
      }));
      const ended = await engine.transaction((tx) =>
        endTasks(tx, engine, [
          { id: taskId, fence: { runId }, end: { status: 'finished', files } },
        ]),
      );
      if (ended.size === 0) {
        await removeStored();
        throw new Failure('CONFLICT', 'The task was cancelled while its file arrived.');
      }
      return { redirect };
    },
    async giveUp() {
      await settle();
      await removeStored();
      await engine.db.prisma.task.updateMany({
        where: { id: taskId, runId, status: 'processing' },
        data: waitAgain(engine.clock.now()),
      });
      engine.changes.emit(taskId, 'changed');
    },
  };
}

async function claim(
  engine: EngineContext,
  taskId: string,
  runId: string,
): Promise<string | undefined> {
  const now = engine.clock.now();
  return engine.transaction(async (tx) => {
    const { count } = await tx.task.updateMany({
      where: { id: taskId, operation: 'import/upload', status: 'waiting', expiresAt: { gt: now } },
      data: { status: 'processing', runId, startedAt: now, updatedAt: now },
    });
    const task = isUuid(taskId)
      ? await tx.task.findUnique({
          where: { id: taskId },
          select: { status: true, options: true, jobId: true },
        })
      : null;
    if (!task) throw new Failure('GONE', 'The task of this form has been deleted.');
    if (count === 0) {
      if (task.status === 'waiting')
        throw new Failure('GONE', 'This form has expired. Ask for a new one.');
      throw new Failure('CONFLICT', 'This form has been sent already.');
    }
    touchJobs(tx, engine, [task.jobId]);
    tell(tx, engine, taskId, 'changed');
    const { redirect } = task.options as { redirect?: unknown };
    return typeof redirect === 'string' ? redirect : undefined;
  });
}
