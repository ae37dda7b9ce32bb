import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ZipEntry, zipFiles } from './zip.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'slipway-zip-'));
});
afterEach(() => rm(dir, { recursive: true }));

const entry = (
  filename: string,
  content: Buffer | string,
  contentType = 'text/plain',
): ZipEntry => {
  const bytes = Buffer.from(content as string);
  return { filename, contentType, size: bytes.length, open: async () => Readable.from([bytes]) };
};

/** Reads the archive with Python's zipfile, and checks every CRC: name, size, stored size, method. */
async function inspect(entries: ZipEntry[]): Promise<[string, number, number, number][]> {
  const file = path.join(dir, 'archive.zip');
  await pipeline(zipFiles(entries), createWriteStream(file));
  const script = `
import json, sys, zipfile
archive = zipfile.ZipFile(sys.argv[1])
assert archive.testzip() is None
print(json.dumps([[i.filename, i.file_size, i.compress_size, i.compress_type] for i in archive.infolist()]))`;
  return JSON.parse(execFileSync('python3', ['-c', script, file], { encoding: 'utf8' }));
}

test('other tools read it: names of all scripts, empty files, order kept', async () => {
  const listed = await inspect([
    entry('b.txt', 'hello '.repeat(1000)),
    entry('empty', ''),
    entry('grüße 👋 שלום.txt', 'x'),
    entry('a;"quoted" (2).txt', 'y'),
  ]);
  expect(listed.map(([name, size]) => [name, size])).toEqual([
    ['b.txt', 6000],
    ['empty', 0],
    ['grüße 👋 שלום.txt', 1],
    ['a;"quoted" (2).txt', 1],
  ]);
  expect(listed[0]?.[2]).toBeLessThan(100);
});

test('what is compressed already is stored, the rest is deflated', async () => {
  const types = [
    'image/jpeg',
    'video/mp4',
    'application/zip',
    'application/pdf',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    'application/gzip',
    'text/csv',
    'image/svg+xml',
    'image/bmp',
    'application/json',
    'application/octet-stream',
  ];
  const listed = await inspect(
    types.map((type, index) => entry(`${index}`, 'z'.repeat(500), type)),
  );
  expect(listed.map(([, , , method]) => (method === 0 ? 'stored' : 'deflated'))).toEqual([
    ...Array(6).fill('stored'),
    ...Array(5).fill('deflated'),
  ]);
});

test('the same files give the same bytes, in any time zone', () => {
  const script = `
    import { Readable } from 'node:stream';
    import { buffer } from 'node:stream/consumers';
    const { zipFiles } = await import(process.argv[1]);
    const entry = (filename) => ({ filename, size: 1, contentType: 'text/plain', open: async () => Readable.from([Buffer.from('x')]) });
    process.stdout.write((await buffer(zipFiles([entry('a'), entry('b')]))).toString('hex'));`;
  const zip = new URL('./zip.ts', import.meta.url).href;
  const made = ['UTC', 'Pacific/Auckland', 'America/Los_Angeles'].map((TZ) =>
    execFileSync(process.execPath, ['--input-type=module', '-e', script, zip], {
      encoding: 'utf8',
      env: { ...process.env, TZ },
    }),
  );
  expect(made[0]).toMatch(/^504b0304/);
  expect(new Set(made).size).toBe(1);
});

test('1,000 files, one open at a time', async () => {
  let open = 0;
  let most = 0;
  const files = Array.from({ length: 1000 }, (_, index) => {
    const one = entry(`file ${index}.txt`, randomBytes(1000));
    return {
      ...one,
      async open() {
        open += 1;
        most = Math.max(most, open);
        const stream = await one.open();
        stream.once('end', () => {
          open -= 1;
        });
        return stream;
      },
    };
  });
  expect(await inspect(files)).toHaveLength(1000);
  expect([open, most]).toEqual([0, 1]);
});

test('tells how many bytes went in', async () => {
  const seen: number[] = [];
  const files = [entry('a', randomBytes(300_000)), entry('b', randomBytes(200_000))];
  await buffer(zipFiles(files, { onBytes: (total) => seen.push(total) }));
  expect(seen.at(-1)).toBe(500_000);
});

test('a file that fails breaks the archive with its error; the next one is not opened', async () => {
  let openedNext = false;
  const broken = { ...entry('a', 'x'), open: async () => Readable.from(failing()) };
  const next = {
    ...entry('b', 'x'),
    open: async () => {
      openedNext = true;
      return Readable.from([]);
    },
  };
  await expect(buffer(zipFiles([broken, next]))).rejects.toThrow('disk error');
  const missing = {
    ...entry('a', 'x'),
    open: async (): Promise<Readable> => {
      throw new Error('gone');
    },
  };
  await expect(buffer(zipFiles([missing, next]))).rejects.toThrow('gone');
  const short = { ...entry('a', 'x'), size: 2 };
  await expect(buffer(zipFiles([short, next]))).rejects.toThrow(/unexpected number of bytes/);
  expect(openedNext).toBe(false);
});

async function* failing() {
  yield randomBytes(100_000);
  throw new Error('disk error');
}

test('aborting, and a reader that goes away, close what is open', async () => {
  for (const how of ['signal', 'destroy'] as const) {
    const source = new Readable({ read() {} });
    source.push(randomBytes(100_000));
    const stop = new AbortController();
    const archive = zipFiles([{ ...entry('a', 'x'), size: 1e9, open: async () => source }], {
      signal: stop.signal,
    });
    const reading = buffer(archive);
    setTimeout(
      () => (how === 'signal' ? stop.abort(new Error('told to stop')) : archive.destroy()),
      20,
    );
    await expect(reading).rejects.toThrow();
    await new Promise((resolve) => setImmediate(resolve));
    expect(source.destroyed).toBe(true);
  }
});

test('unzip gives the files back', async () => {
  const content = randomBytes(1_500_000);
  const file = path.join(dir, 'archive.zip');
  await pipeline(
    zipFiles([entry('x.bin', content, 'application/octet-stream')]),
    createWriteStream(file),
  );
  execFileSync('unzip', ['-q', file, '-d', dir]);
  const sha = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
  expect(sha(await readFile(path.join(dir, 'x.bin')))).toBe(sha(content));
});
