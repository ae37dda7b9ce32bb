import { Failure, type FailureCode, type FieldErrors, isFailure } from '#lib/errors.ts';

type PlainFailure = {
  code: FailureCode;
  message: string;
  fields: FieldErrors | undefined;
  detail: string | undefined;
  retry: boolean;
  retryAfterSeconds: number | undefined;
};

/**
 * What became of a call, as plain data: the copy that another thread gets of an Error has lost all
 * that a Failure knows.
 */
export type Outcome<T> =
  | { value: T }
  | { failure: PlainFailure }
  | { bug: { message: string; stack: string | undefined } };

/** Never rejects. */
export async function toOutcome<T>(work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { value: await work() };
  } catch (error) {
    if (isFailure(error)) {
      const { code, message, fields, detail, retry, retryAfterSeconds } = error;
      return { failure: { code, message, fields, detail, retry, retryAfterSeconds } };
    }
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    return { bug: { message, stack } };
  }
}

/** @throws Failure, or an Error that says what the other thread's said. */
export function fromOutcome<T>(outcome: Outcome<T>): T {
  if ('value' in outcome) return outcome.value;
  if ('failure' in outcome) {
    const { code, message, ...options } = outcome.failure;
    throw new Failure(code, message, options);
  }
  const error = new Error(outcome.bug.message);
  if (outcome.bug.stack) error.stack = outcome.bug.stack;
  throw error;
}
