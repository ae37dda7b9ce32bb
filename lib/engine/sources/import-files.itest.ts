import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Failure } from '#lib/errors.ts';
import { importS3 } from '#lib/operations/import-s3.ts';
import type { Asker } from '../tasks/record.ts';
import { startTestEngine, type TestEngine } from '../test-engine.ts';
import { runTask } from '../test-tasks.ts';
import { type Source, SourceChanged } from './source.ts';

const SECRET = 'a-secret-that-nobody-may-see';
const OPTIONS = {
  ...{ bucket: 'b', region: 'eu-central-1', access_key_id: 'k' },
  ...{ secret_access_key: SECRET, key_prefix: 'x/' },
};

let server: TestEngine;
let asker: Asker;
/** What is there; a test may lead it astray. */
let files: Map<string, Buffer>;
let fail: (name: string, offset: number) => void;
let closed: number;

const source: Source = {
  async open() {
    return {
      parallelFiles: 3,
      async *list() {
        for (const [name, { length }] of files) yield { name, size: length };
      },
      async read(name, { offset }) {
        fail(name, offset);
        const bytes = files.get(name) ?? Buffer.alloc(0);
        return { stream: Readable.from([bytes.subarray(offset)]), size: bytes.length, mark: 'm' };
      },
      describe: (error) => error,
      async close() {
        closed += 1;
      },
    };
  },
};

beforeAll(async () => {
  server = await startTestEngine({
    delivery: { idleMs: 500, backoffMs: 1, tries: 3 },
    maxFileSize: 1_000,
  });
  asker = await server.createTeam();
  // The queue's own workers must leave these tasks alone: they would go to S3.
  await server.engine.context.queue.stopWork();
});
afterAll(() => server?.stop());
beforeEach(() => {
  files = new Map();
  fail = () => {};
  closed = 0;
});

async function run(options: Record<string, unknown> = {}) {
  const { engine } = server;
  const task = await engine.create(asker, {
    operation: importS3,
    options: { ...OPTIONS, ...options },
  });
  await runTask(engine.context, new Map(), async () => ({ source }), task.id);
  return engine.get(asker, task.id);
}
const stored = async () =>
  (await readdir(path.join(server.dir, 'files'), { recursive: true, withFileTypes: true })).filter(
    (entry) => entry.isFile(),
  ).length;
const put = (...names: string[]) => {
  for (const name of names) files.set(name, Buffer.from(`bytes of ${name}`));
};

describe('an import of several files', () => {
  test('keeps their order, names them apart, and has their bytes', async () => {
    put('x/b.txt', 'x/deep/a.txt', 'x/a.txt', 'x/Ünï "q".txt');
    const task = await run();
    expect(task).toMatchObject({ status: 'finished', code: null, percent: 100 });
    expect(task.files.map(({ filename }) => filename)).toEqual([
      'b.txt',
      'a.txt',
      'a (2).txt',
      'Ünï _q_.txt',
    ]);
    for (const [index, bytes] of [...files.values()].entries()) {
      const key = task.files[index]?.blob.storageKey ?? '';
      const kept = await buffer(await server.engine.context.storage.open(key));
      expect(kept.equals(bytes)).toBe(true);
    }
    expect(closed).toBe(1);
  });

  test('takes a thousand, and says what to do with more', async () => {
    for (let number = 1; number <= 1_001; number += 1) put(`x/${number}.txt`);
    const before = await stored();
    const task = await run();
    expect(task).toMatchObject({ status: 'error', code: 'SOURCE_FAILED' });
    expect(task.message).toMatch(/More than 1,000 files.*longer prefix/);
    expect(await stored()).toBe(before);
    files.delete('x/1.txt');
    expect((await run()).files).toHaveLength(1_000);
  });

  test('is all or nothing: what was read before one failed is removed', async () => {
    put('x/1', 'x/2', 'x/3', 'x/4', 'x/5', 'x/6');
    const before = await stored();
    fail = (name) => {
      if (name === 'x/5') throw new Failure('TARGET_DENIED', `No: ${SECRET}`, { detail: SECRET });
    };
    const task = await run();
    expect(task).toMatchObject({ status: 'error', code: 'TARGET_DENIED', message: 'No: •••' });
    expect(task.errorDetail).toBe('•••');
    expect(task.files).toEqual([]);
    expect(await stored()).toBe(before);
    expect(closed).toBe(1);
  });

  test('refuses one that is too large before any is read', async () => {
    put('x/1');
    files.set('x/large', Buffer.alloc(1_001));
    let read = 0;
    fail = () => {
      read += 1;
    };
    const task = await run();
    expect(task).toMatchObject({ status: 'error', code: 'TOO_LARGE' });
    expect(task.message).toContain('x/large');
    expect(read).toBe(0);
  });
});

test('one that changes is read anew, and given up when it changes each time', async () => {
  put('x/1');
  let changes = 2;
  fail = () => {
    changes -= 1;
    if (changes >= 0) throw new SourceChanged();
  };
  expect(await run()).toMatchObject({ status: 'finished' });
  changes = 100;
  const task = await run();
  expect(task).toMatchObject({ status: 'error', code: 'SOURCE_FAILED' });
  expect(task.message).toContain('changed each time');
  expect(changes).toBe(97);
});

test('a bug is told as one, without secrets', async () => {
  put('x/1');
  fail = () => {
    throw new TypeError(`undefined is not ${SECRET}`);
  };
  const task = await run();
  expect(task).toMatchObject({ status: 'error', code: 'INTERNAL' });
  expect(task.message).not.toContain(SECRET);
});
