import type { FailureCode, FieldErrors } from '#lib/errors.ts';
import { FAILURES, type Failure } from '#lib/errors.ts';

/** The protocol's error body. */
export type Problem = { message: string; code: FailureCode; errors?: FieldErrors };

export function describeProblem(failure: Failure): Problem {
  return {
    message: failure.message,
    code: failure.code,
    ...(failure.fields ? { errors: failure.fields } : {}),
  };
}

export function problemResponse(failure: Failure): Response {
  return Response.json(describeProblem(failure), {
    status: FAILURES[failure.code].status,
    headers: failure.retryAfterSeconds
      ? { 'retry-after': String(Math.ceil(failure.retryAfterSeconds)) }
      : {},
  });
}
