import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BLOCK, createBlockSums } from '../block-sums.ts';
import type { InputFile } from '../context.ts';
import { openSource } from './source-file.ts';

const bytes: Buffer = Buffer.from(
  Uint8Array.from({ length: 3 * BLOCK + 12_345 }, (_, i) => (i * 7) % 251),
);

/** A stored file of which storage gives `held`, in pieces of that many bytes. */
function stored(held: Buffer = bytes, size = bytes.length, pieceOf = 99_991) {
  const sums = createBlockSums();
  sums.take(bytes.subarray(0, size));
  const opened: Readable[] = [];
  const file: InputFile = {
    filename: 'a.bin',
    contentType: 'application/octet-stream',
    size,
    sha256: '',
    blockSums: sums.end(),
    blobId: '',
    storageKey: 'stored',
    async open(range = { start: 0, end: size - 1 }) {
      const part = held.subarray(range.start, range.end + 1);
      const pieces = Array.from({ length: Math.ceil(part.length / pieceOf) }, (_, i) =>
        part.subarray(i * pieceOf, (i + 1) * pieceOf),
      );
      opened.push(Readable.from(pieces));
      return opened.at(-1) ?? Readable.from([]);
    },
  };
  return { file, opened };
}

/** The same bytes but for one. */
function changedAt(at: number): Buffer {
  const other = Buffer.from(bytes);
  other[at] = (other[at] ?? 0) ^ 1;
  return other;
}

describe('openSource', () => {
  it('gives the bytes, all or any range, however storage cuts them', async () => {
    const place = fc.nat({ max: bytes.length - 1 });
    await fc.assert(
      fc.asyncProperty(
        place,
        place,
        fc.integer({ min: 5_000, max: 2 * BLOCK }),
        async (a, b, of) => {
          const range = { start: Math.min(a, b), end: Math.max(a, b) };
          const { file } = stored(bytes, bytes.length, of);
          const got = await buffer(await openSource(file, range));
          expect(got.equals(bytes.subarray(range.start, range.end + 1))).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
    expect((await buffer(await openSource(stored().file))).equals(bytes)).toBe(true);
  });

  it.each([0, BLOCK - 1, BLOCK, 2 * BLOCK + 7, bytes.length - 1])(
    'lets nothing out of the block in which byte %i has changed',
    async (at) => {
      const got: Buffer[] = [];
      const reading = (async () => {
        for await (const chunk of await openSource(stored(changedAt(at)).file)) got.push(chunk);
      })();
      await expect(reading).rejects.toMatchObject({ code: 'SOURCE_FAILED' });
      expect(Buffer.concat(got).length).toBe(at - (at % BLOCK));
    },
  );

  it('sees a change beside the range that is wanted, in a block that it needs', async () => {
    const range = { start: BLOCK + 10, end: BLOCK + 20 };
    for (const at of [BLOCK, 2 * BLOCK - 1]) {
      const reading = openSource(stored(changedAt(at)).file, range).then(buffer);
      await expect(reading).rejects.toMatchObject({ code: 'SOURCE_FAILED' });
    }
    const elsewhere = openSource(stored(changedAt(2 * BLOCK)).file, range).then(buffer);
    expect((await elsewhere).length).toBe(11);
  });

  it('fails where the stored file is shorter than it was', async () => {
    for (const length of [0, BLOCK, 2 * BLOCK + 5]) {
      const { file } = stored(bytes.subarray(0, length));
      const reading = openSource(file).then(buffer);
      await expect(reading).rejects.toMatchObject({ code: 'SOURCE_FAILED' });
    }
  });

  it('gives what was stored before there were checksums', async () => {
    const file = { ...stored().file, blockSums: undefined };
    expect((await buffer(await openSource(file))).equals(bytes)).toBe(true);
  });

  it('takes an empty file', async () => {
    const { file } = stored(Buffer.alloc(0), 0);
    expect((await buffer(await openSource(file))).length).toBe(0);
  });

  it('closes what it reads from when it is given up, also before it began', async () => {
    const { file, opened } = stored();
    const unread = await openSource(file);
    unread.destroy();
    const begun = await openSource(file);
    await begun[Symbol.asyncIterator]().next();
    begun.destroy();
    await new Promise((resolve) => setImmediate(resolve));
    expect(opened.map(({ destroyed }) => destroyed)).toEqual([true, true]);
  });

  it('tells a file that is gone as the fault of the source', async () => {
    const gone = { ...stored().file, open: () => Promise.reject(new Error('ENOENT')) };
    await expect(openSource(gone)).rejects.toMatchObject({ code: 'SOURCE_FAILED' });
  });
});
