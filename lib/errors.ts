/**
 * The closed table of expected failures. Every edge (API, action, engine, form) speaks these codes
 * and no others; anything that is not a Failure is a bug and is thrown on.
 *
 * status: HTTP status when the failure answers a request. retry: whether a worker may try again.
 * text: the sentence that a person reads when the place of failure has nothing better to say.
 */
export const FAILURES = {
  // Answers of the API and the dashboard.
  INVALID_DATA: { status: 422, retry: false, text: 'The given data was invalid.' },
  MALFORMED: { status: 400, retry: false, text: 'The request could not be read.' },
  UNAUTHENTICATED: { status: 401, retry: false, text: 'Unauthenticated.' },
  FORBIDDEN: { status: 403, retry: false, text: 'You do not have the permission for this.' },
  NOT_FOUND: { status: 404, retry: false, text: 'There is nothing here.' },
  METHOD_NOT_ALLOWED: {
    status: 405,
    retry: false,
    text: 'This address does not take that method.',
  },
  CONFLICT: { status: 409, retry: false, text: 'This has been done already.' },
  GONE: { status: 410, retry: false, text: 'This is no longer here.' },
  TOO_LARGE: { status: 413, retry: false, text: 'The file is larger than this server accepts.' },
  RATE_LIMITED: {
    status: 429,
    retry: true,
    text: 'Too many requests. Wait a moment and try again.',
  },
  UNAVAILABLE: { status: 503, retry: true, text: 'The server is stopping. Try again in a moment.' },
  // Of a connection to another server.
  CONNECTION_KEY_REFUSED: {
    status: 422,
    retry: false,
    text: 'The connection refuses its API key.',
  },
  OUT_OF_CREDITS: { status: 402, retry: false, text: 'The account has no credits left.' },
  CONNECTION_DOWN: { status: 503, retry: true, text: 'The connection cannot be used just now.' },
  STORAGE_FULL: { status: 507, retry: false, text: 'The disk of this server is nearly full.' },
  // Codes of tasks.
  INPUT_TASK_FAILED: { status: 422, retry: false, text: 'Input task has failed' },
  CANCELLED: { status: 422, retry: false, text: 'The task was cancelled.' },
  TARGET_UNREACHABLE: { status: 502, retry: true, text: 'The target could not be reached.' },
  TARGET_AUTH_FAILED: { status: 502, retry: false, text: 'The target refused the credentials.' },
  TARGET_DENIED: { status: 502, retry: false, text: 'The target refused to store the file.' },
  TARGET_NOT_FOUND: { status: 502, retry: false, text: 'The place to deliver to does not exist.' },
  TARGET_EXISTS: { status: 502, retry: false, text: 'A file of that name exists at the target.' },
  TARGET_FULL: { status: 502, retry: false, text: 'The target has no room left.' },
  TARGET_BUSY: { status: 502, retry: true, text: 'The target is busy and asked to wait.' },
  HOST_KEY_MISMATCH: { status: 502, retry: false, text: 'The server shows another host key.' },
  EGRESS_BLOCKED: {
    status: 422,
    retry: false,
    text: 'This server may not connect to that address.',
  },
  NAME_COLLISION: { status: 422, retry: false, text: 'Several files would get the same name.' },
  INVALID_FILENAME: { status: 422, retry: false, text: 'The file name cannot be used there.' },
  INTEGRITY_MISMATCH: {
    status: 502,
    retry: true,
    text: 'What arrived differs from what was sent.',
  },
  SOURCE_FAILED: { status: 502, retry: false, text: 'The source could not be read.' },
  DEADLINE_EXCEEDED: { status: 504, retry: true, text: 'It took longer than allowed.' },
  INTERNAL: { status: 500, retry: false, text: 'Something went wrong on this server.' },
} as const satisfies Record<string, { status: number; retry: boolean; text: string }>;

export type FailureCode = keyof typeof FAILURES;

/** Field names (dotted paths on the wire) to what is wrong with each. */
export type FieldErrors = Record<string, string[]>;

type FailureOptions = {
  fields?: FieldErrors | undefined;
  cause?: unknown;
  retryAfterSeconds?: number | undefined;
  /** What the other side answered, raw: shown behind "Details" once secrets are taken out. */
  detail?: string | undefined;
  /** Overrides the table, for a failure that is known to be temporary, or known not to be. */
  retry?: boolean | undefined;
};

export class Failure extends Error {
  override readonly name = 'Failure';
  readonly code: FailureCode;
  readonly fields: FieldErrors | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly detail: string | undefined;
  readonly retry: boolean;

  constructor(code: FailureCode, message?: string, options: FailureOptions = {}) {
    super(message ?? FAILURES[code].text, { cause: options.cause });
    this.code = code;
    this.fields = options.fields;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.detail = options.detail;
    this.retry = options.retry ?? FAILURES[code].retry;
  }

  get status(): number {
    return FAILURES[this.code].status;
  }
}

/** True across module graphs: Next bundles its own copy of this class, so `instanceof` is not enough. */
export function isFailure(error: unknown): error is Failure {
  return error instanceof Error && error.name === 'Failure' && 'code' in error;
}
