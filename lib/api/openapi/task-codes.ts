import { FAILURES, type FailureCode } from '#lib/errors.ts';

/** Codes that only requests are answered with; all others may be those of a task. */
const OF_REQUESTS: ReadonlySet<string> = new Set([
  ...['MALFORMED', 'UNAUTHENTICATED', 'FORBIDDEN', 'NOT_FOUND', 'METHOD_NOT_ALLOWED'],
  ...['CONFLICT', 'GONE', 'RATE_LIMITED', 'UNAVAILABLE'],
]);

/** What a task may end with. */
export const TASK_CODES: readonly FailureCode[] = (Object.keys(FAILURES) as FailureCode[]).filter(
  (code) => !OF_REQUESTS.has(code),
);

/** What an answer of the API may say, by its status. */
export function codesOf(status: number): FailureCode[] {
  const all = Object.entries(FAILURES) as [FailureCode, { status: number }][];
  return all
    .filter(([code, failure]) => failure.status === status && isOfRequest(code))
    .map(([code]) => code);
}

const OF_BOTH: ReadonlySet<string> = new Set(['INVALID_DATA', 'TOO_LARGE', 'STORAGE_FULL']);

const isOfRequest = (code: FailureCode): boolean => OF_REQUESTS.has(code) || OF_BOTH.has(code);
