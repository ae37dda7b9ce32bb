import { Failure, isFailure } from '#lib/errors.ts';
import type { EgressAnswer } from './egress.ts';

type Sentence = (host: string) => string;

const BROKE_OFF: Sentence = (host) => `${host} broke off the connection before the file was whole.`;
const SILENT: Sentence = (host) => `${host} did not answer in time.`;
const UNREACHABLE: Sentence = (host) => `${host} cannot be reached from this server.`;
const UNKNOWN_NAME: Sentence = (host) => `The name ${host} could not be found. Check the address.`;
const NO_HTTP: Sentence = (host) =>
  `${host} answered something that is not HTTP. Check scheme and port.`;

/** Codes of Node, undici, zlib and the system. `retry`: another attempt may go better. */
const BY_CODE: Record<string, { text: Sentence; retry: boolean }> = {
  ENOTFOUND: { text: UNKNOWN_NAME, retry: false },
  EAI_AGAIN: { text: (host) => `The name ${host} could not be looked up just now.`, retry: true },
  ECONNREFUSED: { text: (host) => `${host} refuses connections on that port.`, retry: true },
  EHOSTUNREACH: { text: UNREACHABLE, retry: true },
  ENETUNREACH: { text: UNREACHABLE, retry: true },
  EADDRNOTAVAIL: { text: UNREACHABLE, retry: true },
  ETIMEDOUT: { text: SILENT, retry: true },
  UND_ERR_CONNECT_TIMEOUT: { text: SILENT, retry: true },
  UND_ERR_HEADERS_TIMEOUT: { text: SILENT, retry: true },
  UND_ERR_BODY_TIMEOUT: {
    text: (host) => `${host} stopped sending in the middle of the file.`,
    retry: true,
  },
  ECONNRESET: { text: BROKE_OFF, retry: true },
  EPIPE: { text: BROKE_OFF, retry: true },
  UND_ERR_SOCKET: { text: BROKE_OFF, retry: true },
  ERR_STREAM_PREMATURE_CLOSE: { text: BROKE_OFF, retry: true },
  Z_BUF_ERROR: { text: BROKE_OFF, retry: true },
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: { text: BROKE_OFF, retry: true },
  UND_ERR_HEADERS_OVERFLOW: { text: NO_HTTP, retry: false },
  EPROTO: { text: NO_HTTP, retry: false },
  UND_ERR_INVALID_ARG: { text: () => 'One of the given headers cannot be sent.', retry: false },
};

const BY_PATTERN: [RegExp, Sentence][] = [
  [/^HPE_|^HTTPParserError$/, NO_HTTP],
  [/^ERR_SSL_/, NO_HTTP],
  [
    /CERT|SIGNATURE|ERR_TLS|UNABLE_TO_VERIFY|HOSTNAME_MISMATCH/,
    (host) => `The certificate of ${host} is not valid.`,
  ],
  [/^(?:Z_|ERR_BROTLI|ERR__ERROR|ZSTD_)/, (host) => `What ${host} sent could not be decompressed.`],
];

/** An error of a connection as SOURCE_FAILED in words; whatever is not known comes back as it is. */
export function describeSourceError(error: Error, url: string): Error {
  if (isFailure(error)) return error;
  // undici names its parser's errors rather than coding them.
  const code = String((error as NodeJS.ErrnoException).code ?? error.name);
  const host = URL.parse(url)?.host ?? 'The server';
  const known = BY_CODE[code];
  const text = known?.text ?? BY_PATTERN.find(([pattern]) => pattern.test(code))?.[1];
  if (!text) return error;
  return new Failure('SOURCE_FAILED', text(host), { cause: error, retry: known?.retry ?? false });
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
