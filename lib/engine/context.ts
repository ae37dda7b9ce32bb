import type { Readable } from 'node:stream';
import type { Logger } from 'pino';
import type { Clock } from '#lib/clock.ts';
import type { OpenDb } from '#lib/db/open.ts';
import type { MasterKey } from '#lib/vault/master-key.ts';
import type { BlockSums } from './block-sums.ts';
import type { Changes } from './changes.ts';
import type { Egress } from './egress.ts';
import type { Queue } from './queue.ts';
import type { Storage, StoredBytes } from './storage.ts';
import type { Transactions } from './transaction.ts';

/** What the verbs of the engine work with; made once by createEngine. */
export type EngineContext = Transactions & {
  db: OpenDb;
  clock: Clock;
  log: Logger;
  master: MasterKey;
  storage: Storage;
  egress: Egress;
  queue: Queue;
  changes: Changes;
  limits: Limits;
};

export type Limits = {
  /** Bytes. */
  maxFileSize: number;
  /** Milliseconds that one task may run. */
  taskDeadline: number;
  delivery: DeliveryLimits;
};

export type DeliveryLimits = {
  /** Milliseconds in which a byte must move or an answer come. */
  idleMs: number;
  /** Milliseconds before the second try; doubles from there. */
  backoffMs: number;
  /** Tries in a row that get no further, before a file is given up. */
  tries: number;
  /** Bytes of a part; unset: the target's own choice. */
  partSize?: number | undefined;
};

export const DELIVERY_LIMITS: DeliveryLimits = { idleMs: 60_000, backoffMs: 1_000, tries: 5 };

/** Milliseconds that a task, its files and its temporary URLs outlive its end. */
export const KEEP_FOR = 24 * 3_600_000;
/** Milliseconds that an upload form is valid. */
export const UPLOAD_FORM_FOR = 6 * 3_600_000;
/** A run that has not said for this long that it lives is given up for dead. Milliseconds. */
export const LEASE = 30_000;
/** Runs of one task before it is given up: each earlier one ended with its process. */
export const MAX_ATTEMPTS = 3;

/** A byte range, both ends included. */
export type ByteRange = { start: number; end: number };

/** A file of an input task. */
export type InputFile = {
  filename: string;
  contentType: string;
  /** Bytes. */
  size: number;
  /** Hex. */
  sha256: string;
  /** Undefined for what was stored before there were any. */
  blockSums: BlockSums | undefined;
  blobId: string;
  storageKey: string;
  /** Opens the bytes anew each time, so that a retry can. The caller closes the stream. */
  open(range?: ByteRange): Promise<Readable>;
};

/** Bytes in storage that no row tells of yet. */
export type NewBytes = Omit<StoredBytes, 'head'>;

/** A file that a run made: bytes already in storage, or bytes of another file shared. */
export type OutputFile = {
  filename: string;
  contentType: string;
  bytes: { blobId: string } | NewBytes;
};

/** What a run gets. `options` hold the opened secrets: never log them. */
export type RunContext = {
  options: Record<string, unknown>;
  inputs: InputFile[];
  /** Bytes that came with the creation of the task. */
  staged: InputFile | undefined;
  /** Aborted by cancel, deadline, shutdown, and when another run took over. */
  signal: AbortSignal;
  storage: Storage;
  egress: Egress;
  limits: Limits;
  /** Bytes done so far, and of how many when that is known. Cheap: call it for each chunk. */
  progress(done: number, total?: number): void;
};

/** The server side of one operation. @throws Failure, classified. */
export type Runner = (context: RunContext) => Promise<OutputFile[]>;

/**
 * The server side of what moves no bytes. It waits for nothing, so many tasks are run and ended in the
 * transaction that takes them, and none of them waits for a worker.
 */
export type Instant = {
  /** Which tasks of the operation these are, by their options without secrets. */
  takes(options: Record<string, unknown>): boolean;
  run(context: Pick<RunContext, 'options' | 'inputs'>): OutputFile[];
};
