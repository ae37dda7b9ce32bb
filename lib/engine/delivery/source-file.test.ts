import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import type { InputFile } from '../context.ts';
import { createSourceFile } from './source-file.ts';

const bytes = Buffer.from(Array.from({ length: 100_000 }, (_, i) => (i * 7) % 251));

/** A stored file of which storage gives `held`, in small pieces. */
function stored(held = bytes, size = bytes.length) {
  const reads: [number, number][] = [];
  const file: InputFile = {
    filename: 'a.bin',
    contentType: 'application/octet-stream',
    size,
    sha256: createHash('sha256').update(bytes.subarray(0, size)).digest('hex'),
    blobId: '',
    async open(range = { start: 0, end: size - 1 }) {
      reads.push([range.start, range.end]);
      const part = held.subarray(range.start, range.end + 1);
      return Readable.from(
        Array.from({ length: Math.ceil(part.length / 999) }, (_, i) =>
          part.subarray(i * 999, (i + 1) * 999),
        ),
      );
    },
  };
  return { file, reads };
}

const changed = () => {
  const other = Buffer.from(bytes);
  other[77_777] = (other[77_777] ?? 0) ^ 1;
  return other;
};

describe('createSourceFile', () => {
  it('gives the bytes, and has seen them all when they passed in order', async () => {
    const { file, reads } = stored();
    const source = createSourceFile(file);
    expect((await buffer(await source.open())).equals(bytes)).toBe(true);
    await source.verified();
    expect(reads).toEqual([[0, 99_999]]);
  });

  it('gives ranges, and reads again what passed out of order', async () => {
    const { file } = stored();
    const source = createSourceFile(file);
    const [second, first] = await Promise.all([
      source.open({ start: 50_000, end: 99_999 }).then(buffer),
      source.open({ start: 0, end: 49_999 }).then(buffer),
    ]);
    expect(Buffer.concat([first, second]).equals(bytes)).toBe(true);
    await source.verified();
  });

  it('proves a file of which only the rest was sent', async () => {
    const source = createSourceFile(stored().file);
    await buffer(await source.open({ start: 70_000, end: 99_999 }));
    await source.verified();
  });

  it('holds back the end of bytes that are not the ones that came in', async () => {
    const source = createSourceFile(stored(changed()).file);
    const got: Buffer[] = [];
    const reading = (async () => {
      for await (const chunk of await source.open()) got.push(chunk as Buffer);
    })();
    await expect(reading).rejects.toMatchObject({ code: 'SOURCE_FAILED' });
    expect(Buffer.concat(got).length).toBeLessThan(bytes.length);
    await expect(source.open()).rejects.toMatchObject({ code: 'SOURCE_FAILED' });
  });

  it('says so before the last step when the parts went out side by side', async () => {
    const source = createSourceFile(stored(changed()).file);
    await buffer(await source.open({ start: 50_000, end: 99_999 }));
    await buffer(await source.open({ start: 0, end: 49_999 }));
    await expect(source.verified()).rejects.toMatchObject({ code: 'SOURCE_FAILED' });
  });

  it('fails where the stored file is shorter than it was', async () => {
    const short = () => createSourceFile(stored(bytes.subarray(0, 60_000)).file);
    await expect(short().open().then(buffer)).rejects.toMatchObject({ code: 'SOURCE_FAILED' });
    const part = short().open({ start: 50_000, end: 99_999 });
    await expect(part.then(buffer)).rejects.toMatchObject({ code: 'SOURCE_FAILED' });
    await expect(short().verified()).rejects.toMatchObject({ code: 'SOURCE_FAILED' });
  });

  it('takes an empty file', async () => {
    const source = createSourceFile(stored(Buffer.alloc(0), 0).file);
    expect((await buffer(await source.open())).length).toBe(0);
    await source.verified();
  });

  it('tells a file that is gone as the fault of the source', async () => {
    const { file } = stored();
    const gone = { ...file, open: () => Promise.reject(new Error('ENOENT')) };
    await expect(createSourceFile(gone).open()).rejects.toMatchObject({ code: 'SOURCE_FAILED' });
  });
});
