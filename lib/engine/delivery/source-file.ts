import { createHash } from 'node:crypto';
import { pipeline, Readable, Transform } from 'node:stream';
import { Failure, isFailure } from '#lib/errors.ts';
import type { ByteRange, InputFile } from '../context.ts';
import type { OutgoingFile } from './target.ts';

/** Bytes that pass through in one piece; storage reads as much at a time. */
const PIECE = 512 << 10;

/** The bytes of a stored file on their way out, and the proof that they are the ones that came in. */
export type SourceFile = Pick<OutgoingFile, 'open' | 'verified'>;

/**
 * Hashes what passes in order, so that a file sent from its beginning costs no second look. What is
 * sent in parts side by side is read again as each part is through, while its pages are in memory.
 */
export function createSourceFile(file: InputFile): SourceFile {
  const hash = createHash('sha256');
  let hashed = 0;
  let failure: Failure | undefined;
  let catchingUp: Promise<void> = Promise.resolve();
  /** Ends of ranges that were read whole, by their start. */
  const through = new Map<number, number>();

  function take(at: number, chunk: Buffer): void {
    if (at > hashed || at + chunk.length <= hashed) return;
    hash.update(chunk.subarray(hashed - at));
    hashed = at + chunk.length;
    if (hashed === file.size && hash.digest('hex') !== file.sha256) {
      failure = new Failure(
        'SOURCE_FAILED',
        `The stored bytes of ${file.filename} are no longer the ones that came in. Add the file again.`,
      );
    }
  }

  async function hashUpTo(end: number): Promise<void> {
    if (hashed >= end || failure) return;
    const start = hashed;
    let at = start;
    const raw = await file.open({ start, end: end - 1 }).catch(fail);
    for await (const chunk of raw) {
      take(at, chunk as Buffer);
      at += (chunk as Buffer).length;
    }
    if (at < end) failure ??= tooShort();
  }

  function catchUp(): void {
    let end = hashed;
    for (let next = through.get(end); next !== undefined; next = through.get(end)) {
      through.delete(end);
      end = next;
    }
    if (end === hashed) return;
    catchingUp = catchingUp.then(() => hashUpTo(end));
    // Told to whoever waits in `verified`.
    catchingUp.catch(() => {});
  }

  const tooShort = () =>
    new Failure('SOURCE_FAILED', `The stored file ${file.filename} is shorter than it was.`);
  const fail = (error: unknown): never => {
    if (isFailure(error) && error.code !== 'GONE') throw error;
    const words = `The stored file ${file.filename} could not be read. Add it again.`;
    throw new Failure('SOURCE_FAILED', words, { cause: error });
  };

  async function open(range: ByteRange = { start: 0, end: file.size - 1 }): Promise<Readable> {
    if (failure) throw failure;
    if (file.size === 0) return Readable.from([]);
    const raw = await file.open(range).catch(fail);
    let at = range.start;
    const passing = new Transform({
      writableHighWaterMark: PIECE,
      readableHighWaterMark: PIECE,
      transform(chunk: Buffer, _, done) {
        take(at, chunk);
        at += chunk.length;
        // Before the last byte is out: what is cut short is not taken for whole by anybody.
        done(failure ?? null, failure ? undefined : chunk);
      },
      flush(done) {
        if (at <= range.end) return done(tooShort());
        if (at > hashed) {
          through.set(range.start, at);
          catchUp();
        }
        done();
      },
    });
    // Its errors reach the reader of `passing`.
    pipeline(raw, passing, () => {});
    return passing;
  }

  return {
    open,
    async verified() {
      await catchingUp;
      await hashUpTo(file.size);
      if (failure) throw failure;
    },
  };
}
