import type { HostKey } from '#lib/operations/host-key.ts';
import type { Options, TargetContext } from '../delivery/target.ts';

/**
 * The test of a target: a few named steps, in order, each of which passes, fails, or finds that
 * something is not permitted which deliveries do not need. The first that fails is the last that is
 * tried. Timing, deadline, redaction and the report are run-steps.ts.
 */
export type Probe<Id extends string = string> = {
  /** What is tried, in words, by its id; in this order. */
  steps: Readonly<Record<Id, string>>;
  /** @throws Failure out of a step, classified; nothing else is expected. */
  run(options: Options, context: ProbeContext<Id>): Promise<void>;
};

export type ProbeContext<Id extends string = string> = Pick<TargetContext, 'egress' | 'clock'> & {
  /** Of what is written, folders and all: nobody else has that name. */
  name: string;
  /** Aborted when the time for the whole test is up, and when nobody waits for it any more. */
  signal: AbortSignal;
  /**
   * Runs one of the steps. What it throws ends the test.
   * @param field the field of the form at fault when nothing answers in time.
   */
  step<T>(id: Id, run: (tell: Tell) => Promise<T> | T, field?: string): Promise<T>;
  /**
   * Called after the last step, whatever came of it: the newest first, with a signal and a time of
   * their own. For closing what was opened.
   */
  atEnd(end: (signal: AbortSignal) => Promise<void> | void): void;
  /**
   * The same for removing what a step leaves at the target. Call it within the step, before anything
   * is made: it is dropped when that step is refused, and by `gone`.
   * @param what its name; `name` unless told.
   */
  leaves(remove: (signal: AbortSignal) => Promise<void>, what?: string): { gone(): void };
  /** SFTP: the key that the server showed. */
  showHostKey(key: HostKey): void;
};

/** What came of a step that did not fail; without it the step has passed. */
export type Tell = {
  passed(message: string): void;
  /** The credentials may not do it, and deliveries do not need it. */
  notPermitted(message: string, detail?: string): void;
  skipped(message: string): void;
};

/** Keeps the ids of the steps and of their use the same. */
export const defineProbe = <const Id extends string>(probe: Probe<Id>): Probe<Id> => probe;
