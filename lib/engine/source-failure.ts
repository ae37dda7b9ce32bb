import { Failure, isFailure } from '#lib/errors.ts';
import { describeConnectionError } from './connection-error.ts';
import type { EgressAnswer } from './egress.ts';

/** An error of a connection as SOURCE_FAILED in words; whatever is not known comes back as it is. */
export function describeSourceError(error: Error, url: string): Error {
  if (isFailure(error)) return error;
  const known = describeConnectionError(error);
  if (!known) return error;
  const host = URL.parse(url)?.host ?? 'The server';
  return new Failure('SOURCE_FAILED', known.text(host), { cause: error, retry: known.retry });
}

/** An answer that is no file as SOURCE_FAILED, with what to do about it. */
export function refusedBySource({ status, url }: EgressAnswer): Failure {
  const busy = status === 408 || status === 425 || status === 429 || status >= 500;
  return new Failure('SOURCE_FAILED', `${url.host} answered ${status}: ${advice(status)}`, {
    retry: busy,
  });
}

function advice(status: number): string {
  if (status === 401) return 'it wants credentials. Give them in the headers.';
  if (status === 403) return 'it does not allow this. The link may have expired, or need headers.';
  if (status === 404 || status === 410) return 'there is no file at this address.';
  if (status === 408 || status === 425 || status === 429) return 'it asks to come again later.';
  if (status >= 500) return 'it has trouble of its own. Try again later.';
  if (status >= 300 && status < 400) return 'a redirect that leads nowhere.';
  if (status < 300) return 'this is not the whole file.';
  return 'it did not send the file.';
}
