import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { type ZipEntry, zipFiles } from './zip.ts';

test('more than 4 GiB takes Zip64, and memory stays flat', { timeout: 60_000 }, async () => {
  const size = 4 * 2 ** 30 + 5;
  const chunk = Buffer.alloc(1 << 20);
  const large: ZipEntry = {
    filename: 'large.bin',
    contentType: 'video/mp4',
    size,
    open: async () =>
      Readable.from(
        (function* () {
          for (let left = size; left > 0; left -= chunk.length) yield chunk.subarray(0, left);
        })(),
      ),
  };
  const after: ZipEntry = {
    filename: 'after.txt',
    contentType: 'text/plain',
    size: 1,
    open: async () => Readable.from([Buffer.from('x')]),
  };
  const before = process.memoryUsage().rss;
  let most = 0;
  let total = 0;
  let tail = Buffer.alloc(0);
  for await (const piece of zipFiles([large, after])) {
    total += piece.length;
    tail = Buffer.concat([tail, piece]).subarray(-1000);
    most = Math.max(most, process.memoryUsage.rss());
  }
  expect(most - before).toBeLessThan(150e6);
  // The size and the offset of what follows stand in the extra fields of Zip64.
  const signature = Buffer.from('0100', 'hex');
  expect(tail.includes(Buffer.concat([signature, Buffer.from('1800', 'hex')]))).toBe(true);
  const eightBytes = Buffer.alloc(8);
  eightBytes.writeBigUInt64LE(BigInt(size));
  expect(tail.includes(eightBytes)).toBe(true);
  expect(tail.includes(Buffer.from('PK\x06\x06'))).toBe(true);
  expect(total).toBeGreaterThan(size);
});
