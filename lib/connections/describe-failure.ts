import { Failure, type FailureCode, isFailure } from '#lib/errors.ts';

/** What went wrong with the network, by its code, as far as a person can mend it. */
const BY_CODE: [RegExp, (host: string) => string][] = [
  [/^ENOTFOUND$/, (host) => `The name ${host} could not be found. Check its address.`],
  [/^EAI_AGAIN$/, (host) => `The name ${host} could not be looked up just now.`],
  [/^ECONNREFUSED$/, (host) => `${host} refuses connections on that port.`],
  [/^(EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL)$/, (host) => `No way leads to ${host} from here.`],
  [/^(ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT)$/, (host) => `${host} takes no connection in time.`],
  [/^CERT_HAS_EXPIRED$/, (host) => `The certificate of ${host} has expired.`],
  [
    /CERT|SIGNATURE|ERR_TLS|UNABLE_TO|HOSTNAME_MISMATCH/,
    (host) => `The certificate of ${host} is not valid.`,
  ],
  [
    /^(HPE_|ERR_SSL_|EPROTO$)|^HTTPParserError$/,
    (host) => `${host} answers something that is not HTTP. Check scheme and port.`,
  ],
];

/**
 * A request that got no answer. Where it certainly was not taken, the code is CONNECTION_DOWN; where
 * nobody can know, TARGET_UNREACHABLE or DEADLINE_EXCEEDED.
 *
 * @param name how the connection is called.
 */
export function describeNoAnswer(error: unknown, name: string, host: string): Failure {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 8; depth++) {
    if (isFailure(cause)) return cause;
    const code = String('code' in cause && cause.code ? cause.code : cause.name);
    const words = BY_CODE.find(([pattern]) => pattern.test(code))?.[1];
    if (words) {
      return new Failure('CONNECTION_DOWN', `“${name}” cannot be reached. ${words(host)}`, {
        cause: error,
      });
    }
    cause = cause.cause;
  }
  if (error instanceof DOMException && error.name === 'TimeoutError') {
    return new Failure('DEADLINE_EXCEEDED', `“${name}” did not answer in time.`, { cause: error });
  }
  return new Failure('TARGET_UNREACHABLE', `“${name}” broke off the connection.`, { cause: error });
}

/** An answer that says no for a reason that lies in the connection; undefined for every other. */
export function describeRefusal(response: Response, name: string): Failure | undefined {
  const { status } = response;
  const seconds = readRetryAfter(response.headers.get('retry-after'));
  const again = seconds ? ` It asks to wait ${sayWait(seconds)}.` : ' Try again in a moment.';
  const say = (code: FailureCode, text: string) =>
    new Failure(code, text, { retryAfterSeconds: seconds });
  if (status === 401)
    return say(
      'CONNECTION_KEY_REFUSED',
      `“${name}” refuses the API key: it is wrong, or it was revoked. Replace it with a valid one.`,
    );
  if (status === 402)
    return say(
      'OUT_OF_CREDITS',
      `The account of “${name}” has no credits left. Buy some there, or use another connection.`,
    );
  if (status === 403)
    return say(
      'FORBIDDEN',
      `The API key of “${name}” may not do this: a scope is missing. It needs task.read and task.write.`,
    );
  if (status === 429)
    return say('RATE_LIMITED', `“${name}” takes no more requests for now.${again}`);
  if (status === 503)
    return say('CONNECTION_DOWN', `“${name}” is down for maintenance or overloaded.${again}`);
  if (status === 502 || status === 504)
    return say('TARGET_UNREACHABLE', `“${name}” is not reached behind its proxy (${status}).`);
  if (status >= 300 && status < 400)
    return say(
      'SOURCE_FAILED',
      `The address of “${name}” answers with a redirect. Give the address that it leads to.`,
    );
  // A task that is gone is told in JSON; anything else is an address where no API is.
  if (status === 404 && !/json/.test(response.headers.get('content-type') ?? ''))
    return say('SOURCE_FAILED', `There is no API v2 at the address of “${name}”.`);
  return undefined;
}

/** Seconds or a date, as HTTP allows. @returns seconds; undefined when it says nothing. */
export function readRetryAfter(text: string | null): number | undefined {
  if (!text) return undefined;
  const seconds = /^\d+$/.test(text.trim()) ? Number(text) : (Date.parse(text) - Date.now()) / 1000;
  return seconds > 0 ? Math.ceil(seconds) : undefined;
}

function sayWait(seconds: number): string {
  if (seconds < 120) return seconds === 1 ? '1 second' : `${seconds} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
}
