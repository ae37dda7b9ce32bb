import { Failure, isFailure } from '#lib/errors.ts';
import type { EngineContext } from '../context.ts';
import { STOP } from '../stop.ts';
import type { Claim } from '../tasks/open-claim.ts';
import type { Entry, FailedAttempt, Ledger } from './ledger.ts';
import { type Redactor, redactFailure } from './redactor.ts';

/** Failures that are kept with a file; a target that comes and goes all day makes no endless list. */
const ATTEMPTS_KEPT = 20;

/** One task's delivery while it runs: what its parts share. */
export type Delivery = {
  engine: EngineContext;
  claim: Claim;
  ledger: Ledger;
  redact: Redactor;
  /** Aborted by cancel, deadline, shutdown, and when another run has the task. */
  signal: AbortSignal;
  /** Bytes of all files so far. */
  sum: number;
  progress(done: number): void;
};

/** Whether what is left at the target may be needed: another run goes on with it. */
export function isHandedOver(signal: AbortSignal): boolean {
  return signal.aborted && (signal.reason === STOP.shutdown || signal.reason === STOP.lost);
}

/** Bytes of a file that are on their way or there; the task's sum follows. */
export function noteBytes(delivery: Delivery, entry: Entry, bytes: number): void {
  if (bytes === entry.bytesDone) return;
  delivery.sum += bytes - entry.bytesDone;
  entry.bytesDone = bytes;
  delivery.ledger.touch(entry);
  delivery.progress(delivery.sum);
}

/** Notes a failed attempt. @param retryIn milliseconds, when there will be another. */
export function noteFailure(
  { engine, ledger }: Delivery,
  entry: Entry,
  failure: Failure,
  retryIn: number | undefined,
): void {
  const now = engine.clock.now();
  const attempt: FailedAttempt = {
    at: now.toISOString(),
    code: failure.code,
    message: failure.message,
    ...(failure.detail ? { details: failure.detail } : {}),
    ...(retryIn === undefined ? {} : { retry_at: new Date(now.getTime() + retryIn).toISOString() }),
  };
  entry.attempts = [...entry.attempts, attempt].slice(-ATTEMPTS_KEPT);
  ledger.touch(entry);
}

/** What was thrown as a Failure without secrets; what is no Failure is a bug, and is logged as one. */
export function toFailure({ engine, claim, redact }: Delivery, error: unknown): Failure {
  if (!isFailure(error)) {
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    engine.log.error(
      { task: claim.id, operation: claim.operation.id, error: redact(stack ?? message) },
      'a delivery failed in a way that nobody foresaw',
    );
    return new Failure('INTERNAL', `Delivering failed on this server: ${redact(message)}`);
  }
  return redactFailure(error, redact);
}
