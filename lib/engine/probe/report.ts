import type { FailureCode, FieldErrors } from '#lib/errors.ts';
import type { HostKey } from '#lib/operations/host-key.ts';

export type { HostKey };

/**
 * How one step of a test of a target went. `not-permitted`: the credentials may not do it, and
 * deliveries do not need it. `skipped`: not looked at, since an earlier step failed or it does not
 * apply.
 */
export type ProbeState = 'passed' | 'failed' | 'not-permitted' | 'skipped';

export type ProbeStep = {
  /** Of that operation: `sign-in`, `write`. */
  id: string;
  /** What was tried, in words: “Sign in as deploy”. */
  title: string;
  state: ProbeState;
  /** What came of it, and for a failure what to do. */
  message?: string | undefined;
  /** Of a failure. */
  code?: FailureCode | undefined;
  /** The fields at fault by wire name. */
  fields?: FieldErrors | undefined;
  /** What the target answered, without secrets. */
  detail?: string | undefined;
  /** Milliseconds. */
  took: number;
};

export type ProbeReport = {
  /** No step failed. */
  passed: boolean;
  steps: ProbeStep[];
  /**
   * The name of what the test may have left at the target: it broke off, and removing failed too. What
   * may not be removed at all is told by its step.
   */
  left?: string | undefined;
  /** SFTP: the key that the server showed, trusted or not. */
  hostKey?: HostKey | undefined;
};
