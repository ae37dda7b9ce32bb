import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Failure } from '#lib/errors.ts';
import { startTestTarget, type TestTarget } from './test-target.ts';

/** What every target has from the core. */
let at: TestTarget;
beforeAll(async () => {
  at = await startTestTarget();
});
afterAll(() => at.stop());
beforeEach(() => at.reset());

describe('delivering', () => {
  it('delivers all files under their names, with a receipt each', async () => {
    const id = await at.makeTask({ 'a.txt': 'one', 'b.txt': 'two!' }, { key: 'x/%02d.txt' });
    const task = await at.run(id);
    expect(task.status).toBe('finished');
    expect([...at.stored.keys()].sort()).toEqual(['x/01.txt', 'x/02.txt']);
    expect(task.deliveries).toMatchObject([
      { filename: 'a.txt', name: 'x/01.txt', status: 'done', bytesDone: 3n },
      { filename: 'b.txt', name: 'x/02.txt', status: 'done', bytesDone: 4n },
    ]);
    expect(task.deliveries[0]?.receipt).toMatchObject({ location: 'test://x/01.txt', etag: 'e' });
    expect(at.closed).toBe(1);
  });

  it('says what is wrong with names before anything is sent', async () => {
    const collision = await at.run(await at.makeTask({ a: '1', b: '2' }, { key: 'same.txt' }));
    expect(collision).toMatchObject({ code: 'NAME_COLLISION' });
    expect(collision.errorFields).toEqual({ key: [expect.stringContaining('%d')] });
    const refused = await at.run(await at.makeTask({ a: '1' }, { key: 'back\\slash' }));
    expect(refused).toMatchObject({ code: 'INVALID_FILENAME', message: 'No backslashes here.' });
    expect(at.stored.size).toBe(0);
  });

  it('tries again what may go better, and lists each failure', async () => {
    let calls = 0;
    at.deliver = async () => {
      calls += 1;
      if (calls < 3) throw new Failure('TARGET_BUSY', `Slow down, marked-secret (${calls}).`);
    };
    const task = await at.run(await at.makeTask({ 'a.txt': 'one' }));
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
    at.deliver = async (_, attempt) => {
      calls += 1;
      await attempt.saveCheckpoint({ upload: 1 });
      throw new Failure('TARGET_UNREACHABLE');
    };
    const task = await at.run(await at.makeTask({ 'a.txt': 'one' }));
    expect(task).toMatchObject({ status: 'error', code: 'TARGET_UNREACHABLE' });
    expect(calls).toBe(3);
    expect(at.discarded).toEqual(['a.txt {"upload":1}']);
  });

  it('goes on as long as each try begins further on', async () => {
    let reached = 0;
    at.deliver = async (_, attempt) => {
      attempt.progress(reached);
      reached += 1;
      if (reached < 8) throw new Failure('TARGET_UNREACHABLE');
    };
    expect(await at.run(await at.makeTask({ 'a.txt': 'longer than eight' }))).toMatchObject({
      status: 'finished',
    });
  });

  it('ends an attempt in which nothing moves, also one that does not listen', async () => {
    let calls = 0;
    at.deliver = async () => {
      calls += 1;
      if (calls === 1) await sleep(60_000, undefined, { ref: false });
    };
    const task = await at.run(await at.makeTask({ 'a.txt': 'one' }));
    expect(task.status).toBe('finished');
    expect(task.deliveries[0]?.attempts).toMatchObject([{ code: 'TARGET_UNREACHABLE' }]);
  });

  it('renames, skips or fails where the name is taken', async () => {
    at.stored.set('a.txt', Buffer.from('old'));
    expect(
      await at.run(await at.makeTask({ 'a.txt': 'new' }, { if_exists: 'fail' })),
    ).toMatchObject({
      code: 'TARGET_EXISTS',
    });
    const skipped = await at.run(await at.makeTask({ 'a.txt': 'new' }, { if_exists: 'skip' }));
    expect(skipped).toMatchObject({ status: 'finished', deliveries: [{ status: 'skipped' }] });
    await at.run(await at.makeTask({ 'a.txt': 'new' }, { if_exists: 'rename' }));
    await at.run(await at.makeTask({ 'a.txt': 'newer' }, { if_exists: 'rename' }));
    expect([...at.stored].map(([name, bytes]) => `${name} ${bytes}`)).toEqual([
      'a.txt old',
      'a (2).txt new',
      'a (3).txt newer',
    ]);
    await at.run(await at.makeTask({ 'a.txt': 'over' }));
    expect(String(at.stored.get('a.txt'))).toBe('over');
  });

  it('delivers the others when one file cannot be, and says how many are there', async () => {
    at.deliver = async (file) => {
      if (file.name === 'b')
        throw new Failure('INTEGRITY_MISMATCH', 'It differs.', { retry: false });
    };
    const task = await at.run(await at.makeTask({ a: '1', b: '2', c: '3', d: '4' }));
    expect(task.message).toBe('3 of 4 files were delivered. It differs.');
    expect([...at.stored.keys()].sort()).toEqual(['a', 'c', 'd']);
    expect(task.deliveries.map(({ status }) => status)).toEqual(['done', 'failed', 'done', 'done']);
  });

  it('begins no more files when the target refuses the key', async () => {
    let calls = 0;
    at.deliver = async () => {
      calls += 1;
      throw new Failure('TARGET_AUTH_FAILED', 'Wrong key.', {
        fields: { secret_access_key: ['Wrong key: marked-secret'] },
        detail: '403 marked-secret',
      });
    };
    const task = await at.run(await at.makeTask({ a: '1', b: '2', c: '3', d: '4' }));
    expect(calls).toBe(2);
    expect(task).toMatchObject({
      code: 'TARGET_AUTH_FAILED',
      errorFields: { secret_access_key: ['Wrong key: •••'] },
      errorDetail: '403 •••',
    });
  });

  it('tells what nobody foresaw as its own fault, without secrets', async () => {
    at.deliver = async () => {
      throw new TypeError('x of marked-secret');
    };
    const task = await at.run(await at.makeTask({ a: '1' }));
    expect(task).toMatchObject({ code: 'INTERNAL' });
    expect(task.message).not.toContain('marked-secret');
  });

  it('tries the opening again, and closes nothing that was not opened', async () => {
    let calls = 0;
    at.opened = async () => {
      calls += 1;
      if (calls === 1) throw new Failure('TARGET_UNREACHABLE', 'Nobody there.');
    };
    const task = await at.run(await at.makeTask({ a: '1' }));
    expect(task).toMatchObject({ status: 'finished' });
    expect(task.deliveries[0]?.attempts).toMatchObject([{ message: 'Nobody there.' }]);
    expect(at.closed).toBe(1);
  });

  it('refuses stored bytes that have changed', async () => {
    const id = await at.makeTask({ a: 'precious' });
    const { storageKey } = await at.server.db.prisma.blob.findFirstOrThrow({
      where: { files: { some: { task: { operation: 'import/upload' }, filename: 'a' } } },
      orderBy: { createdAt: 'desc' },
    });
    await writeFile(
      path.join(at.server.dir, 'files', storageKey.slice(0, 2), storageKey),
      'PRECIOUS',
    );
    expect(await at.run(id)).toMatchObject({ code: 'SOURCE_FAILED' });
    expect(at.stored.size).toBe(0);
  });
});
