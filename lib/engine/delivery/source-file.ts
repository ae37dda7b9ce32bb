import { Readable } from 'node:stream';
import { crc32c } from '@node-rs/crc32';
import { Failure, isFailure } from '#lib/errors.ts';
import { BLOCK, sumAt } from '../block-sums.ts';
import type { ByteRange, InputFile } from '../context.ts';

/** Chunks that a reader may be behind. Storage reads 512 KiB at a time. */
const CHUNKS_AHEAD = 2;

/** What has to be known of a stored file to open it. */
type Source = Pick<InputFile, 'filename' | 'size' | 'blockSums' | 'open'>;

/**
 * Opens a stored file, all or a range, and lets out only bytes that are the ones that came in: each
 * block is held until its checksum is right. What is in the way of whole blocks is read with them.
 *
 * @throws Failure SOURCE_FAILED, here or from the stream.
 */
export async function openSource(
  file: Source,
  range: ByteRange = { start: 0, end: file.size - 1 },
): Promise<Readable> {
  if (file.size === 0) return Readable.from([]);
  const start = range.start - (range.start % BLOCK);
  const end = Math.min(range.end + BLOCK - (range.end % BLOCK), file.size) - 1;
  const raw = await file.open({ start, end }).catch((error: unknown) => {
    if (isFailure(error) && error.code !== 'GONE') throw error;
    const words = `The stored file ${file.filename} could not be read. Add it again.`;
    throw new Failure('SOURCE_FAILED', words, { cause: error });
  });
  // Chunk by chunk: a stream of bytes would join what waits, and copy it for that.
  const checked = Readable.from(checkBlocks(file, raw, start, range), {
    highWaterMark: CHUNKS_AHEAD,
  });
  // One that is given up before its first byte was asked for has not begun to read, nor to close.
  checked.once('close', () => raw.destroy());
  return checked;
}

async function* checkBlocks(
  file: Source,
  raw: Readable,
  start: number,
  { start: first, end: last }: ByteRange,
): AsyncGenerator<Buffer> {
  let at = start;
  let sum = 0;
  /** The part of the block so far that is wanted. */
  let held: Buffer[] = [];
  for await (const chunk of raw as AsyncIterable<Buffer>) {
    for (let taken = 0; taken < chunk.length; ) {
      const room = BLOCK - (at % BLOCK);
      const piece = chunk.subarray(taken, taken + room);
      sum = crc32c(piece, sum);
      const wanted = piece.subarray(Math.max(0, first - at), Math.max(0, last + 1 - at));
      if (wanted.length > 0) held.push(wanted);
      taken += piece.length;
      at += piece.length;
      if (at % BLOCK !== 0 && at !== file.size) continue;
      const expected = file.blockSums && sumAt(file.blockSums, Math.ceil(at / BLOCK) - 1);
      if (expected !== undefined && expected !== sum) throw changed(file);
      const whole = held;
      held = [];
      sum = 0;
      yield* whole;
    }
  }
  if (at <= last) {
    const words = `The stored file ${file.filename} is shorter than it was. Add it again.`;
    throw new Failure('SOURCE_FAILED', words);
  }
}

const changed = (file: Source): Failure =>
  new Failure(
    'SOURCE_FAILED',
    `The stored bytes of ${file.filename} are no longer the ones that came in. Add the file again.`,
  );
