import type { Readable } from 'node:stream';
import type { Clock } from '#lib/clock.ts';
import type { BlockSums } from '../block-sums.ts';
import type { ByteRange } from '../context.ts';
import type { Egress } from '../egress.ts';

/**
 * The contract of a target: the code that stores files elsewhere for one export operation. A target
 * opens its client, delivers one file at a time, closes everything on every path, and classifies
 * what goes wrong into the table of lib/errors.ts. Everything else is deliver-files.ts: names,
 * order, retries, stalls, deadline, progress, hashing, checkpoints, cancelling, the receipt.
 */
export type Target = {
  /** Why a name cannot be used there, as a sentence. Asked for every file before anything is sent. */
  refuseName?(name: string, options: Options): string | undefined;
  /**
   * The checkpoint of a file that may just have been begun, from its name and a mark that nothing else
   * has: a pure function. A target that has it need not save one before it makes anything: those of
   * all files are noted in one go, and each comes as `attempt.begins`.
   */
  firstCheckpoint?(name: string, mark: string): unknown;
  /**
   * Opens what the files of a task share: a client, a sign-in, connections. May connect, or leave
   * that to the first file.
   * @throws Failure, classified.
   */
  open(options: Options, context: TargetContext): Promise<TargetSession>;
};

/** What the module of a target exports; the registry knows how it names things without loading it. */
export type OpensTarget = Pick<Target, 'open'>;

/** What is known of a target without loading it. */
export type TargetNames = Pick<Target, 'refuseName' | 'firstCheckpoint'>;

/** Wire options, secrets among them: never log them. */
export type Options = Readonly<Record<string, unknown>>;

/** Whether a file may take the place of another; it is so where nothing is said. */
export const overwrites = ({ if_exists = 'overwrite' }: Options): boolean =>
  if_exists === 'overwrite';

export type TargetContext = {
  /** The only way out: every address that is connected to goes through it. */
  egress: Egress;
  /** What signatures are dated by. */
  clock: Clock;
  /** Aborted when the task ends, whichever way. */
  signal: AbortSignal;
  /** Bytes of a part, and the size from which a file is sent in parts. Unset: the target's own choice. */
  partSize?: number | undefined;
};

export type TargetSession = {
  /** Files that may be under way at a time. */
  parallelFiles: number;
  /**
   * Delivers one file whole: nothing stands under its name before that. Goes on from
   * `attempt.checkpoint` when there is one and the target still holds what it tells of. Leaves what
   * could be gone on with in place when it fails; `discard` removes it.
   * @throws Failure, classified; anything once `attempt.signal` is aborted, within a second.
   */
  deliver(file: OutgoingFile, attempt: Attempt): Promise<Receipt>;
  /**
   * Removes what a broken-off delivery left at the target. Nothing there is fine.
   * @param checkpoint the last that `deliver` saved.
   */
  discard(file: OutgoingFile, checkpoint: unknown, signal: AbortSignal): Promise<void>;
  /** Called once, on every path. Waits for nothing that could hang. */
  close(): Promise<void>;
};

export type OutgoingFile = {
  /** The whole name at the target, folders and all. */
  name: string;
  contentType: string;
  /** Bytes. */
  size: number;
  /** Hex. */
  sha256: string;
  /** A file of that name there must end in TARGET_EXISTS, without a race, and stay as it is. */
  createOnly: boolean;
  /**
   * Opens the bytes, all or a range, anew each time. Gives exactly the bytes that came in, or fails
   * with SOURCE_FAILED: each is let out only once the checksum of its block is right.
   * The caller reads to the end or destroys it. Chunks belong to the caller, their memory included.
   */
  open(range?: ByteRange): Promise<Readable>;
  /** By what another thread opens the bytes. Unset for a file that is only discarded. */
  stored?: StoredFile | undefined;
};

/** A file in storage: its key there, and how its bytes are checked. */
export type StoredFile = { key: string; filename: string; blockSums: BlockSums | undefined };

export type Attempt = {
  /** Aborted by cancel, deadline, stall and shutdown. */
  signal: AbortSignal;
  /**
   * Bytes of this file that are on their way or there, counted from its beginning. Also the sign of
   * life: silence for too long ends the attempt. Cheap: call it for each chunk.
   */
  progress(bytes: number): void;
  /** Before a step that may be silent for longer than usual, such as joining parts. Milliseconds. */
  expectSilence(ms: number): void;
  /** What an earlier attempt saved last, in this process or one before; plain JSON. */
  checkpoint: unknown;
  /** `firstCheckpoint`, noted and never used before. Else what is made has to be saved first. */
  begins?: unknown;
  /**
   * Notes what the target holds of the file, so that another attempt can go on and `discard` can
   * clean up. Plain JSON; it is stored sealed. Save it before, or at once after, making anything.
   */
  saveCheckpoint(checkpoint: unknown): Promise<void>;
};

/** What the target says it wrote. */
export type Receipt = {
  /** `s3://bucket/key` and the like, without secrets. */
  location: string;
  /** The target's own marks, as they came. */
  etag?: string | undefined;
  version?: string | undefined;
  generation?: string | undefined;
};
