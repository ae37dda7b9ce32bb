import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { expect, test, vi } from 'vitest';
import { Failure } from '#lib/errors.ts';
import { md5Check } from './byte-check.ts';
import { type ReadJob, readBytes } from './read-bytes.ts';
import { type ReadFrom, type Reading, SourceChanged } from './source.ts';

const file = randomBytes(10_000);
const lost = new Failure('TARGET_UNREACHABLE', 'The line broke.');

/** A source whose readings give some bytes and then break, as told; the rest comes whole. */
function sourceOf(breaks: number[], change: (reading: Reading, from: ReadFrom) => void = () => {}) {
  const asked: number[] = [];
  const read = async (_: string, from: ReadFrom): Promise<Reading> => {
    asked.push(from.offset);
    const gives = breaks.shift();
    const bytes = file.subarray(from.offset, gives === undefined ? undefined : from.offset + gives);
    const stream = Readable.from(
      (async function* () {
        for (let at = 0; at < bytes.length; at += 1_000) yield bytes.subarray(at, at + 1_000);
        if (gives !== undefined) throw new Error('ECONNRESET');
      })(),
      { objectMode: false },
    );
    const md5 = createHash('md5').update(file).digest('hex');
    const reading: Reading = { stream, size: file.length, mark: 'a', check: md5Check(md5) };
    change(reading, from);
    return reading;
  };
  const describe = (error: unknown) =>
    error instanceof Error && error.message === 'ECONNRESET' ? lost : error;
  return { asked, session: { read, describe } };
}

async function readAll(session: ReadJob['session'], given: Partial<ReadJob> = {}) {
  const pieces: Buffer[] = [];
  const progress = vi.fn();
  const job: ReadJob = {
    session,
    name: 'a.bin',
    signal: new AbortController().signal,
    limits: { idleMs: 200, backoffMs: 1, tries: 3 },
    maxFileSize: 1e6,
    progress,
    begun() {},
    ...given,
  };
  for await (const piece of readBytes(job)) pieces.push(piece);
  return Buffer.concat(pieces);
}

test('goes on from where it broke, as often as that gets further', async () => {
  const { session, asked } = sourceOf([3_000, 2_000, 1_000, 1_000, 1_000]);
  expect((await readAll(session)).equals(file)).toBe(true);
  expect(asked).toEqual([0, 3_000, 5_000, 6_000, 7_000, 8_000]);
});

test('gives up when it gets no further', async () => {
  const { session, asked } = sourceOf([3_000, 0, 0, 0, 0]);
  await expect(readAll(session)).rejects.toBe(lost);
  expect(asked).toEqual([0, 3_000, 3_000]);
});

test('does not try again what will not get better', async () => {
  const denied = new Failure('TARGET_DENIED');
  const read = vi.fn(() => Promise.reject(denied));
  await expect(readAll({ read, describe: (error) => error })).rejects.toBe(denied);
  expect(read).toHaveBeenCalledTimes(1);
});

test.each([
  ['mark', { mark: 'b' }],
  ['size', { size: 9_999 }],
])('two versions are not put together: another %s', async (_, other) => {
  const { session } = sourceOf([3_000], (reading, { offset }) => {
    if (offset > 0) Object.assign(reading, other);
  });
  await expect(readAll(session)).rejects.toBeInstanceOf(SourceChanged);
});

test('what its checksum does not fit is refused', async () => {
  const { session } = sourceOf([], (reading) => {
    reading.check = md5Check('0'.repeat(32));
  });
  await expect(readAll(session)).rejects.toMatchObject({ code: 'INTEGRITY_MISMATCH' });
});

test('an end before the size is no end', async () => {
  const { session } = sourceOf([], (reading) => {
    reading.size = 10_001;
  });
  await expect(readAll(session)).rejects.toMatchObject({
    code: 'SOURCE_FAILED',
    message: expect.stringContaining('10,000 of 10,001 bytes'),
  });
});

test('a size that nobody tells is that of what comes', async () => {
  const { session } = sourceOf([], (reading) => {
    reading.size = undefined;
  });
  expect((await readAll(session)).equals(file)).toBe(true);
});

test('a file that is too large is refused before it is read', async () => {
  const { session } = sourceOf([]);
  await expect(readAll(session, { maxFileSize: 9_999 })).rejects.toMatchObject({
    code: 'TOO_LARGE',
  });
});

test('a source that says nothing more is given up, and one told to stop stops', async () => {
  const read = async (): Promise<Reading> => ({
    stream: new Readable({ read() {} }),
    size: 5,
    mark: '',
  });
  const session = { read, describe: (error: unknown) => error };
  const once = { idleMs: 50, backoffMs: 1, tries: 1 };
  await expect(readAll(session, { limits: once })).rejects.toMatchObject({
    code: 'TARGET_UNREACHABLE',
    message: expect.stringContaining('sent no byte'),
  });
  const stop = new AbortController();
  const reading = readAll(session, { signal: stop.signal });
  stop.abort(new Failure('CANCELLED'));
  await expect(reading).rejects.toMatchObject({ code: 'CANCELLED' });
});
