import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { Failure } from '#lib/errors.ts';
import { importUpload } from '#lib/operations/imports.ts';
import { exportS3 } from '#lib/operations/s3.ts';
import type { Running } from '../run.ts';
import { startTestEngine } from '../test-engine.ts';
import { runTask } from '../test-tasks.ts';
import { readLeftovers } from './leftovers.ts';
import { sweepTargets } from './sweep-targets.ts';
import type { Attempt, OutgoingFile, Target } from './target.ts';

export type TestTarget = Awaited<ReturnType<typeof startTestTarget>>;

/** A whole engine that delivers to a target in memory, which a test can lead astray. */
export async function startTestTarget() {
  const server = await startTestEngine({ delivery: { idleMs: 300, backoffMs: 5, tries: 3 } });
  const asker = await server.createTeam();
  // The queue's own workers must leave these tasks alone: they would deliver to S3.
  await server.engine.context.queue.stopWork();

  const target: Target = {
    refuseName: (name) => (name.includes('\\') ? 'No backslashes here.' : undefined),
    async open() {
      await at.opened();
      return {
        parallelFiles: at.parallelFiles,
        async deliver(file, attempt) {
          if (file.createOnly && at.stored.has(file.name)) throw new Failure('TARGET_EXISTS');
          await at.deliver(file, attempt);
          const bytes = await buffer(await file.open());
          attempt.progress(bytes.length);
          at.stored.set(file.name, bytes);
          return { location: `test://${file.name}`, etag: 'e' };
        },
        async discard(file, checkpoint) {
          at.discarded.push(`${file.name} ${JSON.stringify(checkpoint)}`);
        },
        async close() {
          at.closed += 1;
        },
      };
    },
  };

  const at = {
    server,
    asker,
    target,
    stored: new Map<string, Buffer>(),
    /** Names and checkpoints, in their order. */
    discarded: [] as string[],
    /** How often a session was closed. */
    closed: 0,
    /** What happens before a file is taken; throws what the target is to fail with. */
    deliver: async (_file: OutgoingFile, _attempt: Attempt): Promise<void> => {},
    opened: async (): Promise<void> => {},
    parallelFiles: 2,
    /** As at the beginning, for the next test. */
    reset() {
      at.stored = new Map();
      at.discarded = [];
      at.closed = 0;
      at.deliver = async () => {};
      at.opened = async () => {};
      at.parallelFiles = 2;
      delete target.firstCheckpoint;
    },
    /** Makes files and a task for them. */
    async makeTask(files: Record<string, string>, options: Record<string, unknown> = {}) {
      const { engine } = server;
      const { id: input } = await engine.create(asker, { operation: importUpload, options: {} });
      const upload = await engine.beginUpload(input);
      for (const [name, text] of Object.entries(files))
        await upload.write(name, Readable.from([Buffer.from(text)]));
      await upload.finish();
      const access = { access_key_id: 'AK', secret_access_key: 'marked-secret' };
      const task = await engine.create(asker, {
        operation: exportS3,
        options: { input, bucket: 'b', region: 'r', ...access, ...options },
      });
      return task.id;
    },
    /** Runs a task to its end, or until `running` stops it. */
    async run(id: string, running: Running = new Map()) {
      await runTask(server.engine.context, running, async () => ({ target }), id);
      return server.engine.get(asker, id);
    },
    /**
     * Runs a task until `held`, and stops the run for a reason, after the task was cancelled unless it
     * is to go on. With `lost`, as if the process were gone: it does not clean up.
     */
    async breakOff(id: string, held: Promise<unknown>, reason: string, goesOn = false) {
      const running: Running = new Map();
      const ended = at.run(id, running);
      await held;
      if (!goesOn) await server.engine.cancel(asker, id);
      running.get(id)?.abort(reason);
      return ended;
    },
    /** Sweeps once more than a run gets to clean up has passed. */
    async sweepLater() {
      server.clock.advance(61_000);
      await sweepTargets(server.engine.context, () => target);
    },
    /** What an ended task is known to have left. */
    leftovers: (id: string) =>
      readLeftovers(server.engine.context, { id, teamId: asker.teamId }, target),
    stop: () => server.stop(),
  };
  return at;
}
