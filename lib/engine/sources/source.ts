import type { Readable } from 'node:stream';
import type { Options, TargetContext } from '../delivery/target.ts';

/**
 * The contract of a source: the code that reads files from elsewhere for one import operation. A source
 * opens its client, lists what is asked for, opens one file at a time from any byte on, and classifies
 * what goes wrong into the table of lib/errors.ts. Everything else is import-files.ts: limits, names,
 * retries from where it broke off, stalls, deadline, progress, checks, storage, cleaning up.
 */
export type Source = {
  /**
   * Opens what the files of a task share. May connect, or leave that to the first question.
   * @throws Failure, classified.
   */
  open(options: Options, context: Omit<TargetContext, 'partSize'>): Promise<SourceSession>;
};

export type SourceSession = {
  /** Files that may be under way at a time. */
  parallelFiles: number;
  /**
   * The one file that is asked for, or all that begin alike; markers of folders are left out. Goes on
   * listing only as long as it is asked for more.
   * @throws Failure, classified; anything once the signal is aborted.
   */
  list(signal: AbortSignal): AsyncIterable<SourceEntry>;
  /**
   * Opens a file from a byte on.
   * @throws Failure, classified; SourceChanged; anything once the signal is aborted.
   */
  read(name: string, from: ReadFrom): Promise<Reading>;
  /** What a stream of `read` failed with, as a Failure that says what to do; a bug comes back as it is. */
  describe(error: unknown, name: string): unknown;
  /** Called once, on every path. Waits for nothing that could hang. */
  close(): Promise<void>;
};

export type SourceEntry = {
  /** The whole name there. */
  name: string;
  /** Bytes, where listing tells. */
  size?: number | undefined;
};

export type ReadFrom = {
  /** Bytes from the beginning that are here already. Less than the size. */
  offset: number;
  /** The mark of the first reading: what goes on must be of the same file. */
  mark?: string | undefined;
  /** Ends the stream as well. */
  signal: AbortSignal;
};

export type Reading = {
  /** The bytes from `offset` on. Whoever asked reads to the end or destroys it. */
  stream: Readable;
  /** Bytes of the whole file; undefined where the server does not say. */
  size: number | undefined;
  /** What its content is known by: an ETag, a generation, a time. Empty where the server has none. */
  mark: string;
  /** What the server says the bytes must add up to, where it says so. */
  check?: ByteCheck | undefined;
};

/** Takes all bytes in order, and tells in the end whether they are the right ones. */
export type ByteCheck = {
  take(chunk: Buffer): void;
  isRight(): boolean;
};

/** The file is another one than when reading it began. */
export class SourceChanged extends Error {
  override readonly name = 'SourceChanged';
}
