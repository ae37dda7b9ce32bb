import { type Failure, isFailure } from '#lib/errors.ts';

type Sentence = (host: string) => string;
type Known = { text: Sentence; retry: boolean };

const BROKE_OFF: Sentence = (host) => `${host} broke off the connection before the file was whole.`;
const SILENT: Sentence = (host) => `${host} did not answer in time.`;
const UNREACHABLE: Sentence = (host) => `${host} cannot be reached from this server.`;
const UNKNOWN_NAME: Sentence = (host) => `The name ${host} could not be found. Check the address.`;
const NO_HTTP: Sentence = (host) =>
  `${host} answered something that is not HTTP. Check scheme and port.`;
const UNTRUSTED: Sentence = (host) =>
  `The certificate of ${host} is not valid: no authority that this server trusts has signed it. An administrator can add one with NODE_EXTRA_CA_CERTS.`;

const UNSENDABLE: Known = {
  text: () => 'One of the given headers cannot be sent.',
  retry: false,
};

/** Codes of Node, undici, zlib and the system. `retry`: another attempt may go better. */
const BY_CODE: Record<string, Known> = {
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
  UND_ERR_INVALID_ARG: UNSENDABLE,
  ERR_INVALID_CHAR: UNSENDABLE,
  ERR_INVALID_HTTP_TOKEN: UNSENDABLE,
  CERT_HAS_EXPIRED: {
    text: (host) => `The certificate of ${host} is not valid: it has expired.`,
    retry: false,
  },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    text: (host) => `The certificate of ${host} is not valid: it belongs to another host.`,
    retry: false,
  },
  DEPTH_ZERO_SELF_SIGNED_CERT: { text: UNTRUSTED, retry: false },
  SELF_SIGNED_CERT_IN_CHAIN: { text: UNTRUSTED, retry: false },
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: { text: UNTRUSTED, retry: false },
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: { text: UNTRUSTED, retry: false },
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

/** An error and all that it came from: libraries wrap what the network said, some of them twice. */
function* chainOf(error: unknown, depth = 0): Generator<Error & { code?: unknown }> {
  if (!(error instanceof Error) || depth > 8) return;
  yield error;
  yield* chainOf(error.cause, depth + 1);
  if (error instanceof AggregateError) {
    for (const inner of error.errors) yield* chainOf(inner, depth + 1);
  }
}

/** What an error of a connection says in words; undefined for one that is not known. */
export function describeConnectionError(error: unknown): Known | undefined {
  for (const one of chainOf(error)) {
    // undici names its parser's errors rather than coding them.
    const code = String(one.code ?? one.name);
    const known = BY_CODE[code];
    if (known) return known;
    const text = BY_PATTERN.find(([pattern]) => pattern.test(code))?.[1];
    if (text) return { text, retry: false };
  }
  return undefined;
}

/** The Failure inside an error: the egress rule's, say, which a client has wrapped. */
export function findFailure(error: unknown): Failure | undefined {
  for (const one of chainOf(error)) if (isFailure(one)) return one;
  return undefined;
}
