import { Failure, type FailureCode, isFailure } from '#lib/errors.ts';
import { describeConnectionError, findFailure } from '../connection-error.ts';

/**
 * An error of a connection to a target as a Failure; one that a client has wrapped is unwrapped.
 * What is not known comes back as it is: a bug, or for the target's own table.
 * @param host as a person knows it, with the port when it is not the usual one.
 * @param field the field of the form that the address comes from.
 */
export function describeTargetError(error: unknown, host: string, field?: string): unknown {
  const inner = findFailure(error);
  // What happened to the file here is not the fault of an address.
  if (inner) return field && inner.code === 'EGRESS_BLOCKED' ? atField(inner, field) : inner;
  const known = describeConnectionError(error);
  if (!known) return error;
  const text = known.text(host);
  return new Failure('TARGET_UNREACHABLE', text, {
    cause: error,
    retry: known.retry,
    fields: field ? { [field]: [text] } : undefined,
  });
}

type Answer = {
  status: number;
  /** Lower-case names. */
  headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The answer as text, up to 64 KiB. */
  text: string;
  host: string;
  /** "storing the file", for the sentence. */
  step: string;
};

/** What a status means where the target's own table has nothing better to say. */
export function describeStatus({ status, headers, text, host, step }: Answer): Failure {
  const retryAfterSeconds = readRetryAfter(headers['retry-after']);
  const say = (code: FailureCode, words: string, retry?: boolean) =>
    new Failure(code, `${host} answered ${status} to ${step}: ${words}`, {
      detail: text || undefined,
      retryAfterSeconds,
      retry,
    });
  if (status === 401) return say('TARGET_AUTH_FAILED', 'it refused the credentials.');
  if (status === 403) return say('TARGET_DENIED', 'it does not allow this.');
  if (status === 404 || status === 410) return say('TARGET_NOT_FOUND', 'there is no such place.');
  if (status === 412 || status === 409) return say('TARGET_EXISTS', 'something is there already.');
  if (status === 413) return say('TARGET_FULL', 'the file is larger than it takes.');
  if (status === 507) return say('TARGET_FULL', 'it has no room left.');
  if (status === 429 || (status === 503 && retryAfterSeconds !== undefined))
    return say('TARGET_BUSY', 'it asks to come again later.');
  if (status === 408 || status >= 500)
    return say('TARGET_UNREACHABLE', 'it has trouble of its own.', true);
  return say('TARGET_DENIED', 'it does not take the request.');
}

/** Seconds from now: the header holds a number of them, or a date. */
export function readRetryAfter(header: string | string[] | undefined): number | undefined {
  const text = [header].flat()[0]?.trim();
  if (!text) return undefined;
  const seconds = /^\d+$/.test(text) ? Number(text) : (Date.parse(text) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : undefined;
}

/** A failure with the field of the form that it comes from, unless it names one already. */
export function atField(error: unknown, field: string): unknown {
  if (!isFailure(error) || error.fields) return error;
  const { code, message, retry, retryAfterSeconds, detail } = error;
  return new Failure(code, message, {
    cause: error.cause,
    retry,
    retryAfterSeconds,
    detail,
    fields: { [field]: [message] },
  });
}
