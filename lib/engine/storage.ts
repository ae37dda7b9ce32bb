import type { Readable } from 'node:stream';
import { Failure } from '#lib/errors.ts';
import type { BlockSums } from './block-sums.ts';

/** Both ends counted from 0 and included, as in HTTP; `end` left out means up to the last byte. */
export type ByteRange = { start: number; end?: number | undefined };

export type WriteOptions = {
  /** Bytes; more than this ends in TOO_LARGE. */
  limit?: number | undefined;
  /** Bytes announced by the sender, so that what cannot fit is refused before it is read. */
  expected?: number | undefined;
  /** Ends the write with the signal's reason. */
  signal?: AbortSignal | undefined;
  /** Bytes taken so far, called for each chunk. */
  onBytes?: ((total: number) => void) | undefined;
};

export type StoredBytes = {
  /** A name of the storage's own making: nothing in it comes from outside. */
  key: string;
  /** Bytes. */
  size: number;
  /** Lower-case hex. */
  sha256: string;
  blockSums: BlockSums;
  /** Up to HEAD_BYTES from the beginning, for telling the content type. */
  head: Uint8Array;
};

export const HEAD_BYTES = 4100;

/** Where bytes are kept. Content never changes under a key, so every reader sees the whole file. */
export type Storage = {
  /**
   * Takes everything from `source` and answers when it would survive a power cut.
   * On any failure nothing is left behind and the source is destroyed.
   * @throws Failure TOO_LARGE, STORAGE_FULL; the source's own error; the signal's reason.
   */
  write(source: Readable, options?: WriteOptions): Promise<StoredBytes>;
  /**
   * Opens the bytes, all or a range. The caller reads to the end or destroys it, and owns the chunks,
   * their memory included: some give it back once a chunk is sent. @throws Failure GONE.
   */
  open(key: string, range?: ByteRange): Promise<Readable>;
  /** Bytes. @throws Failure GONE. */
  size(key: string): Promise<number>;
  /** Removing what is not there is fine. */
  remove(key: string): Promise<void>;
  /**
   * Every key, in no order; keys written meanwhile may or may not come.
   * @param idleMs only what was written at least this long ago.
   */
  keys(idleMs?: number): AsyncIterable<string>;
  /**
   * Removes what interrupted writes left behind before this storage was opened.
   * @param idleMs only what was last written to at least this long ago; give it when other
   * processes write to the same place.
   * @returns how many were removed.
   */
  sweep(idleMs?: number): Promise<number>;
};

/** TOO_LARGE in words. @param limit bytes. */
export function tooLarge(limit: number): Failure {
  return new Failure('TOO_LARGE', `The file is larger than the ${inWords(limit)} allowed here.`);
}

function inWords(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let unit = 0;
  let value = bytes;
  for (; value >= 1000 && unit < units.length - 1; unit += 1) value /= 1000;
  // Rounded down: a file of exactly the number shown is never refused.
  return `${Math.floor(value * 10) / 10} ${units[unit]}`;
}
