import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFolderStorage } from './folder-storage.ts';
import type { Storage } from './storage.ts';

let dir: string;
let storage: Storage;

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'slipway-storage-'));
  storage = createFolderStorage({ dir, minFreeBytes: 0 });
});
afterEach(() => rm(dir, { recursive: true }));

const filesUnder = async () =>
  (await readdir(dir, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());

const pieces = (...sizes: number[]) => sizes.map((size) => randomBytes(size));

test.each([
  ['nothing', []],
  ['one byte', [1]],
  ['less than a batch', [1000, 70_000]],
  ['several batches in odd pieces', [3_000_000, 1, 999_999, 65_536, 4_000_001]],
  ['many small pieces', Array.from({ length: 3000 }, () => 11)],
])('what was written comes back with its size, hash and head: %s', async (_, sizes) => {
  const chunks = pieces(...sizes);
  const whole = Buffer.concat(chunks);
  const seen: number[] = [];
  const stored = await storage.write(Readable.from(chunks), { onBytes: (n) => seen.push(n) });
  expect(stored.size).toBe(whole.length);
  expect(stored.sha256).toBe(createHash('sha256').update(whole).digest('hex'));
  expect(Buffer.from(stored.head).equals(whole.subarray(0, 4100))).toBe(true);
  expect((await buffer(await storage.open(stored.key))).equals(whole)).toBe(true);
  expect(await storage.size(stored.key)).toBe(whole.length);
  expect(seen.at(-1) ?? 0).toBe(whole.length);
});

test('opens ranges with both ends included', async () => {
  const { key } = await storage.write(Readable.from([Buffer.from('0123456789')]));
  expect(`${await buffer(await storage.open(key, { start: 2, end: 4 }))}`).toBe('234');
  expect(`${await buffer(await storage.open(key, { start: 9 }))}`).toBe('9');
});

test('the head is a copy and stays small when chunks are large', async () => {
  const { head } = await storage.write(Readable.from(pieces(5_000_000)));
  expect(head.buffer.byteLength).toBeLessThan(100_000);
});

test('over the limit: TOO_LARGE, nothing left, the source closed', async () => {
  const source = Readable.from(pieces(1_000_000, 1_000_000, 1_000_000));
  await expect(storage.write(source, { limit: 2_500_000 })).rejects.toMatchObject({
    code: 'TOO_LARGE',
    message: 'The file is larger than the 2.5 MB allowed here.',
  });
  expect(source.destroyed).toBe(true);
  expect(await filesUnder()).toEqual([]);
});

test('exactly the limit is fine', async () => {
  const stored = await storage.write(Readable.from(pieces(1000)), { limit: 1000, expected: 1000 });
  expect(stored.size).toBe(1000);
});

test('what is announced as too large is not read at all', async () => {
  let read = false;
  const source = new Readable({
    read() {
      read = true;
    },
  });
  await expect(storage.write(source, { limit: 10, expected: 11 })).rejects.toMatchObject({
    code: 'TOO_LARGE',
  });
  expect(read).toBe(false);
  expect(source.destroyed).toBe(true);
});

test('a nearly full disk: STORAGE_FULL, nothing left', async () => {
  const full = createFolderStorage({ dir, minFreeBytes: Number.MAX_SAFE_INTEGER });
  const source = Readable.from(pieces(10));
  await expect(full.write(source)).rejects.toMatchObject({ code: 'STORAGE_FULL' });
  expect(source.destroyed).toBe(true);
  await expect(
    storage.write(Readable.from(pieces(10)), { expected: Number.MAX_SAFE_INTEGER }),
  ).rejects.toMatchObject({ code: 'STORAGE_FULL' });
  expect(await filesUnder()).toEqual([]);
});

test('a source that breaks off: its own error, nothing left', async () => {
  const source = Readable.from(
    (async function* () {
      yield* pieces(2_000_000);
      throw new Error('cable cut');
    })(),
  );
  await expect(storage.write(source)).rejects.toThrow('cable cut');
  expect(await filesUnder()).toEqual([]);
});

test('aborting ends a write that waits for its source, with the reason', async () => {
  const source = new Readable({ read() {} });
  source.push(randomBytes(2_000_000));
  const stop = new AbortController();
  const writing = storage.write(source, { signal: stop.signal });
  await sleep(20);
  stop.abort(new Error('told to stop'));
  await expect(writing).rejects.toThrow('told to stop');
  expect(source.destroyed).toBe(true);
  expect(await filesUnder()).toEqual([]);
  await expect(storage.write(Readable.from(pieces(1)), { signal: stop.signal })).rejects.toThrow(
    'told to stop',
  );
});

test('removes, and minds neither a missing key nor a hostile one', async () => {
  const { key } = await storage.write(Readable.from(pieces(10)));
  await storage.remove(key);
  await storage.remove(key);
  await storage.remove('../../etc/passwd');
  await expect(storage.open(key)).rejects.toMatchObject({ code: 'GONE' });
  await expect(storage.size(key)).rejects.toMatchObject({ code: 'GONE' });
  await expect(storage.open('../../../etc/passwd')).rejects.toMatchObject({ code: 'GONE' });
});

test('a file that is being read outlives its removal', async () => {
  const { key } = await storage.write(Readable.from(pieces(3_000_000)));
  const reading = await storage.open(key);
  await storage.remove(key);
  expect((await buffer(reading)).length).toBe(3_000_000);
});

test('lists its keys and nothing else', async () => {
  await expect(Array.fromAsync(storage.keys())).resolves.toEqual([]);
  const one = await storage.write(Readable.from(pieces(1)));
  const two = await storage.write(Readable.from(pieces(2)));
  await writeFile(path.join(dir, 'README'), '');
  expect((await Array.fromAsync(storage.keys())).sort()).toEqual([one.key, two.key].sort());
});

test('sweeps what a crash left, and not what is being written', async () => {
  const source = new Readable({ read() {} });
  source.push(randomBytes(2_000_000));
  const writing = storage.write(source);
  await sleep(50);
  const left = path.join(dir, 'tmp', 'left-behind');
  await writeFile(left, 'x');
  await utimes(left, 1, 1);
  expect(await storage.sweep()).toBe(1);
  source.push(null);
  expect((await writing).size).toBe(2_000_000);
});
