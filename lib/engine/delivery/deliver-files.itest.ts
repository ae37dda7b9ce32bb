import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Failure } from '#lib/errors.ts';
import { importUpload } from '#lib/operations/imports.ts';
import { exportS3 } from '#lib/operations/s3.ts';
import type { Running } from '../run.ts';
import { runTask } from '../run.ts';
import { STOP } from '../stop.ts';
import type { Asker } from '../tasks/record.ts';
import { startTestEngine, type TestEngine } from '../test-engine.ts';
import { readLeftovers } from './ledger.ts';
import { sweepTargets } from './sweep-targets.ts';
import type { Attempt, OutgoingFile, Target } from './target.ts';

/** What every target has from the core, on a target that a test can lead astray. */
let server: TestEngine;
let asker: Asker;
let stored: Map<string, Buffer>;
let deliver: (file: OutgoingFile, attempt: Attempt) => Promise<void>;
let discarded: string[];
let closed: number;
let opened: () => Promise<void>;

const target: Target = {
  refuseName: (name) => (name.includes('\\') ? 'No backslashes here.' : undefined),
  async open() {
    await opened();
    return {
      parallelFiles: 2,
      async deliver(file, attempt) {
        if (file.createOnly && stored.has(file.name)) throw new Failure('TARGET_EXISTS');
        await deliver(file, attempt);
        const bytes = await buffer(await file.open());
        attempt.progress(bytes.length);
        stored.set(file.name, bytes);
        return { location: `test://${file.name}`, etag: 'e' };
      },
      async discard(file, checkpoint) {
        discarded.push(`${file.name} ${JSON.stringify(checkpoint)}`);
      },
      async close() {
        closed += 1;
      },
    };
  },
};

beforeAll(async () => {
  server = await startTestEngine({ delivery: { idleMs: 300, backoffMs: 5, tries: 3 } });
  asker = await server.createTeam();
  // The queue's own workers must leave these tasks alone: they would deliver to S3.
  await server.engine.context.queue.stopWork();
});
afterAll(() => server.stop());
beforeEach(() => {
  stored = new Map();
  discarded = [];
  closed = 0;
  deliver = async () => {};
  opened = async () => {};
});

/** Makes files and a task for them. */
async function makeTask(files: Record<string, string>, options: Record<string, unknown> = {}) {
  const { id: input } = await server.engine.create(asker, {
    operation: importUpload,
    options: {},
  });
  const upload = await server.engine.beginUpload(input);
  for (const [name, text] of Object.entries(files))
    await upload.write(name, Readable.from([Buffer.from(text)]));
  await upload.finish();
  const task = await server.engine.create(asker, {
    operation: exportS3,
    options: {
      input,
      bucket: 'b',
      region: 'r',
      access_key_id: 'AK',
      secret_access_key: 'marked-secret',
      ...options,
    },
  });
  return task.id;
}

async function run(id: string, running: Running = new Map()) {
  await runTask(server.engine.context, running, async () => ({ target }), id);
  return server.engine.get(asker, id);
}

describe('delivering', () => {
  it('delivers all files under their names, with a receipt each', async () => {
    const id = await makeTask({ 'a.txt': 'one', 'b.txt': 'two!' }, { key: 'x/%02d.txt' });
    const task = await run(id);
    expect(task.status).toBe('finished');
    expect([...stored.keys()].sort()).toEqual(['x/01.txt', 'x/02.txt']);
    expect(task.deliveries).toMatchObject([
      { filename: 'a.txt', name: 'x/01.txt', status: 'done', bytesDone: 3n },
      { filename: 'b.txt', name: 'x/02.txt', status: 'done', bytesDone: 4n },
    ]);
    expect(task.deliveries[0]?.receipt).toMatchObject({ location: 'test://x/01.txt', etag: 'e' });
    expect(closed).toBe(1);
  });

  it('says what is wrong with names before anything is sent', async () => {
    const collision = await run(await makeTask({ a: '1', b: '2' }, { key: 'same.txt' }));
    expect(collision).toMatchObject({ code: 'NAME_COLLISION' });
    expect(collision.errorFields).toEqual({ key: [expect.stringContaining('%d')] });
    const refused = await run(await makeTask({ a: '1' }, { key: 'back\\slash' }));
    expect(refused).toMatchObject({ code: 'INVALID_FILENAME', message: 'No backslashes here.' });
    expect(stored.size).toBe(0);
  });

  it('tries again what may go better, and lists each failure', async () => {
    let calls = 0;
    deliver = async () => {
      calls += 1;
      if (calls < 3) throw new Failure('TARGET_BUSY', `Slow down, marked-secret (${calls}).`);
    };
    const task = await run(await makeTask({ 'a.txt': 'one' }));
    expect(task.status).toBe('finished');
    const attempts = task.deliveries[0]?.attempts as { message: string; retry_at: string }[];
    expect(attempts.map(({ message }) => message)).toEqual([
      'Slow down, ••• (1).',
      'Slow down, ••• (2).',
    ]);
    for (const { retry_at } of attempts) expect(Date.parse(retry_at)).toBeGreaterThan(0);
  });

  it('gives up after so many tries that get no further, and removes what is left', async () => {
    let calls = 0;
    deliver = async (_, attempt) => {
      calls += 1;
      await attempt.saveCheckpoint({ upload: 1 });
      throw new Failure('TARGET_UNREACHABLE');
    };
    const task = await run(await makeTask({ 'a.txt': 'one' }));
    expect(task).toMatchObject({ status: 'error', code: 'TARGET_UNREACHABLE' });
    expect(calls).toBe(3);
    expect(discarded).toEqual(['a.txt {"upload":1}']);
  });

  it('goes on as long as each try begins further on', async () => {
    let reached = 0;
    deliver = async (_, attempt) => {
      attempt.progress(reached);
      reached += 1;
      if (reached < 8) throw new Failure('TARGET_UNREACHABLE');
    };
    expect(await run(await makeTask({ 'a.txt': 'longer than eight' }))).toMatchObject({
      status: 'finished',
    });
  });

  it('ends an attempt in which nothing moves, also one that does not listen', async () => {
    let calls = 0;
    deliver = async () => {
      calls += 1;
      if (calls === 1) await sleep(60_000, undefined, { ref: false });
    };
    const task = await run(await makeTask({ 'a.txt': 'one' }));
    expect(task.status).toBe('finished');
    expect(task.deliveries[0]?.attempts).toMatchObject([{ code: 'TARGET_UNREACHABLE' }]);
  });

  it('renames, skips or fails where the name is taken', async () => {
    stored.set('a.txt', Buffer.from('old'));
    expect(await run(await makeTask({ 'a.txt': 'new' }, { if_exists: 'fail' }))).toMatchObject({
      code: 'TARGET_EXISTS',
    });
    const skipped = await run(await makeTask({ 'a.txt': 'new' }, { if_exists: 'skip' }));
    expect(skipped).toMatchObject({ status: 'finished', deliveries: [{ status: 'skipped' }] });
    await run(await makeTask({ 'a.txt': 'new' }, { if_exists: 'rename' }));
    await run(await makeTask({ 'a.txt': 'newer' }, { if_exists: 'rename' }));
    expect([...stored].map(([name, bytes]) => `${name} ${bytes}`)).toEqual([
      'a.txt old',
      'a (2).txt new',
      'a (3).txt newer',
    ]);
    await run(await makeTask({ 'a.txt': 'over' }));
    expect(String(stored.get('a.txt'))).toBe('over');
  });

  it('delivers the others when one file cannot be, and says how many are there', async () => {
    deliver = async (file) => {
      if (file.name === 'b')
        throw new Failure('INTEGRITY_MISMATCH', 'It differs.', { retry: false });
    };
    const task = await run(await makeTask({ a: '1', b: '2', c: '3', d: '4' }));
    expect(task.message).toBe('3 of 4 files were delivered. It differs.');
    expect([...stored.keys()].sort()).toEqual(['a', 'c', 'd']);
    expect(task.deliveries.map(({ status }) => status)).toEqual(['done', 'failed', 'done', 'done']);
  });

  it('begins no more files when the target refuses the key', async () => {
    let calls = 0;
    deliver = async () => {
      calls += 1;
      throw new Failure('TARGET_AUTH_FAILED', 'Wrong key.', {
        fields: { secret_access_key: ['Wrong key: marked-secret'] },
        detail: '403 marked-secret',
      });
    };
    const task = await run(await makeTask({ a: '1', b: '2', c: '3', d: '4' }));
    expect(calls).toBe(2);
    expect(task).toMatchObject({
      code: 'TARGET_AUTH_FAILED',
      errorFields: { secret_access_key: ['Wrong key: •••'] },
      errorDetail: '403 •••',
    });
  });

  it('tells what nobody foresaw as its own fault, without secrets', async () => {
    deliver = async () => {
      throw new TypeError('x of marked-secret');
    };
    const task = await run(await makeTask({ a: '1' }));
    expect(task).toMatchObject({ code: 'INTERNAL' });
    expect(task.message).not.toContain('marked-secret');
  });

  it('tries the opening again, and closes nothing that was not opened', async () => {
    let calls = 0;
    opened = async () => {
      calls += 1;
      if (calls === 1) throw new Failure('TARGET_UNREACHABLE', 'Nobody there.');
    };
    const task = await run(await makeTask({ a: '1' }));
    expect(task).toMatchObject({ status: 'finished' });
    expect(task.deliveries[0]?.attempts).toMatchObject([{ message: 'Nobody there.' }]);
    expect(closed).toBe(1);
  });

  it('refuses stored bytes that have changed', async () => {
    const id = await makeTask({ a: 'precious' });
    const { storageKey } = await server.db.prisma.blob.findFirstOrThrow({
      where: { files: { some: { task: { operation: 'import/upload' }, filename: 'a' } } },
      orderBy: { createdAt: 'desc' },
    });
    await writeFile(path.join(server.dir, 'files', storageKey.slice(0, 2), storageKey), 'PRECIOUS');
    expect(await run(id)).toMatchObject({ code: 'SOURCE_FAILED' });
    expect(stored.size).toBe(0);
  });
});

describe('a run that is broken off', () => {
  /** Delivers `a`, holds at `b`, which has a checkpoint. */
  function hold() {
    const holding = Promise.withResolvers<void>();
    deliver = async (file, attempt) => {
      if (file.name !== 'b') return;
      await attempt.saveCheckpoint({ upload: 'b1' });
      attempt.progress(1);
      holding.resolve();
      await sleep(60_000, undefined, { signal: attempt.signal });
    };
    return holding.promise;
  }

  it('cleans up when it was cancelled, within two seconds', async () => {
    const id = await makeTask({ a: '1', b: '22' });
    const held = hold();
    const running: Running = new Map();
    const ended = run(id, running);
    await held;
    await server.engine.cancel(asker, id);
    const told = performance.now();
    running.get(id)?.abort(STOP.cancelled);
    const task = await ended;
    expect(performance.now() - told).toBeLessThan(2_000);
    expect(task).toMatchObject({ status: 'error', code: 'CANCELLED' });
    expect(discarded).toEqual(['b {"upload":"b1"}']);
    expect(task.deliveries.map(({ status }) => status)).toEqual(['done', 'failed']);
    expect(await readLeftovers(server.engine.context, asker.teamId, id)).toEqual([]);
    expect(closed).toBe(1);
  });

  it('keeps its checkpoint at a shutdown, and the next run goes on from there', async () => {
    const id = await makeTask({ a: '1', b: '22' });
    const held = hold();
    const running: Running = new Map();
    const ended = run(id, running);
    await held;
    running.get(id)?.abort(STOP.shutdown);
    expect(await ended).toMatchObject({ status: 'waiting' });
    expect(discarded).toEqual([]);
    const seen: unknown[] = [];
    deliver = async (file, attempt) => {
      seen.push([file.name, attempt.checkpoint]);
    };
    expect(await run(id)).toMatchObject({ status: 'finished' });
    expect(seen).toEqual([['b', { upload: 'b1' }]]);
    const row = await server.db.prisma.delivery.findMany({ where: { taskId: id } });
    expect(row.map(({ checkpoint }) => checkpoint)).toEqual([null, null]);
  });

  it('stores checkpoints sealed, and is not heard once another run has the task', async () => {
    const id = await makeTask({ b: '22' });
    let late: Attempt | undefined;
    const holding = Promise.withResolvers<void>();
    deliver = async (_, attempt) => {
      late = attempt;
      await attempt.saveCheckpoint({ session: 'https://bearer.example/marked' });
      holding.resolve();
      await sleep(60_000, undefined, { signal: attempt.signal });
    };
    const running: Running = new Map();
    const ended = run(id, running);
    await holding.promise;
    const row = await server.db.prisma.delivery.findFirstOrThrow({ where: { taskId: id } });
    expect(Buffer.from(row.checkpoint ?? []).includes('marked')).toBe(false);
    await server.db.prisma.task.update({ where: { id }, data: { runId: randomUUID() } });
    await expect(late?.saveCheckpoint({ other: 1 })).rejects.toThrow('Another run');
    running.get(id)?.abort(STOP.lost);
    await ended;
    expect(discarded).toEqual([]);
    expect(await readLeftovers(server.engine.context, asker.teamId, id)).toMatchObject([
      { name: 'b', checkpoint: { session: 'https://bearer.example/marked' } },
    ]);
  });

  it('is swept after its worker died and nobody goes on with it', async () => {
    const id = await makeTask({ a: '1', b: '22' });
    const held = hold();
    const running: Running = new Map();
    const ended = run(id, running);
    await held;
    await server.engine.cancel(asker, id);
    // As if the process were gone: it does not clean up.
    running.get(id)?.abort(STOP.lost);
    await ended;
    const sweep = () => sweepTargets(server.engine.context, async () => target);
    await sweep();
    expect(discarded).toEqual([]);
    server.clock.advance(61_000);
    opened = async () => {
      throw new Failure('TARGET_UNREACHABLE');
    };
    await sweep();
    expect(await readLeftovers(server.engine.context, asker.teamId, id)).toHaveLength(1);
    server.clock.advance(122_000);
    opened = async () => {};
    await sweep();
    expect(discarded).toEqual(['b {"upload":"b1"}']);
    expect(await readLeftovers(server.engine.context, asker.teamId, id)).toEqual([]);
    expect(await server.engine.get(asker, id)).toMatchObject({ sweepAt: null });
  });
});
