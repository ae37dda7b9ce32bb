import type { Attempt, Options, OutgoingFile, Receipt } from '../target.ts';
import type { Outcome } from './outcome.ts';
import type { RightOfWay } from './right-of-way.ts';

/** What a thread is started with. */
export type ThreadSettings = {
  /** EGRESS_ALLOW. */
  allow: string;
  /** The folder of the stored files. */
  files: string;
  rightOfWay: RightOfWay;
};

/** A file as it goes to a thread, which opens the bytes by itself. */
export type SentFile = Omit<OutgoingFile, 'open'>;

export type OpenSettings = {
  /** Milliseconds by which the engine's clock is ahead of the system's. */
  clockOffset: number;
  partSize: number | undefined;
};

/** What the engine asks of a thread. Sessions and calls have numbers that are never used twice. */
export type ThreadCalls = {
  open(
    session: number,
    operationId: string,
    options: Options,
    settings: OpenSettings,
  ): Promise<Outcome<{ parallelFiles: number }>>;
  deliver(
    session: number,
    call: number,
    file: SentFile,
    from: Pick<Attempt, 'checkpoint' | 'begins'>,
  ): Promise<Outcome<Receipt>>;
  discard(
    session: number,
    call: number,
    file: SentFile,
    checkpoint: unknown,
  ): Promise<Outcome<void>>;
  /** Of a session or a call; of neither when it has just ended. */
  abort(number: number): void;
  close(session: number): Promise<void>;
};

/** What a thread tells the engine of a delivery that is under way. */
export type EngineCalls = {
  /** How far it is, in bytes, and the silence that it then expects, in milliseconds. */
  report(call: number, bytes: number | undefined, silence: number | undefined): void;
  saveCheckpoint(call: number, checkpoint: unknown): Promise<Outcome<void>>;
};
