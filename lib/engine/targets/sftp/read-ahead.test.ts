import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { type ReadAt, readAhead } from './read-ahead.ts';

const file = randomBytes(3_000_001);

async function readAll(readAt: ReadAt, offset = 0, size = file.length): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of readAhead(readAt, { offset, size })) pieces.push(piece);
  return Buffer.concat(pieces);
}

const slice: ReadAt = async (at, length) => file.subarray(at, at + length);

test.each([0, 1, 32_768, 2_999_999, 3_000_001])('all bytes from %i on', async (offset) => {
  expect((await readAll(slice, offset)).equals(file.subarray(offset))).toBe(true);
});

test('answers that are shorter than asked for, and out of order', async () => {
  const readAt: ReadAt = async (at, length) => {
    await new Promise((done) => setTimeout(done, (at / 32_768) % 3));
    return file.subarray(at, at + Math.max(1, Math.min(length, 20_000)));
  };
  expect((await readAll(readAt)).equals(file)).toBe(true);
});

test('asks for no more than 2 MiB ahead', async () => {
  let open = 0;
  let most = 0;
  const readAt: ReadAt = async (at, length) => {
    open += length;
    most = Math.max(most, open);
    await new Promise((done) => setImmediate(done));
    open -= length;
    return file.subarray(at, at + length);
  };
  await readAll(readAt);
  expect(most).toBeGreaterThan(1 << 20);
  expect(most).toBeLessThanOrEqual(2 << 20);
});

test('a file that ends early ends the bytes', async () => {
  const short: ReadAt = async (at, length) => file.subarray(0, 100_000).subarray(at, at + length);
  expect((await readAll(short)).equals(file.subarray(0, 100_000))).toBe(true);
});

test('fails with what the server says', async () => {
  const readAt: ReadAt = async (at, length) => {
    if (at > 500_000) throw new Error('gone');
    return file.subarray(at, at + length);
  };
  await expect(readAll(readAt)).rejects.toThrow('gone');
});
