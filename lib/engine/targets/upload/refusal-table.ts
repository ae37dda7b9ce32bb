import { readRetryAfter } from '../../delivery/target-failure.ts';
import { type About, gives, type Meaning } from './meaning.ts';

type Explain = (about: About) => Meaning;

const host = ({ to }: About): string => to.url.host;
const bytes = (size: number): string => `${size.toLocaleString('en-US')} bytes`;

const tooLarge: Explain = (about) => ({
  code: 'TARGET_FULL',
  words: `${host(about)} does not take a file of this size (${bytes(about.size)}). Deliver a smaller one, or have the limit raised there.`,
  field: 'url',
});
const full: Explain = (about) => ({
  code: 'TARGET_FULL',
  words: `${host(about)} has no room left for the file (${bytes(about.size)}). Make room there, then run the export again.`,
});
const busy: Explain = (about) => ({
  code: 'TARGET_BUSY',
  words: `${host(about)} is busy and asked to come again later (${about.answer.status}).`,
  retry: true,
});
const trouble: Explain = (about) => ({
  code: 'TARGET_UNREACHABLE',
  words: `${host(about)} has trouble of its own: it answered ${about.answer.status} to the PUT.`,
  retry: true,
});
const otherChecksum: Explain = (about) => ({
  code: 'TARGET_DENIED',
  words: `${host(about)} refused the file: the checksum in the headers is not that of this file. Leave the header out, or have the URL made for this file.`,
  field: 'headers',
});
const noPlace: Explain = (about) => ({
  code: 'TARGET_NOT_FOUND',
  words: `${host(about)} has no such place as ${about.to.url.pathname}. Check the URL: the bucket, container or folder in it must exist.`,
  field: 'url',
});
const conflict: Explain = (about) => ({
  code: 'TARGET_EXISTS',
  words: `${host(about)} answered 409, a conflict: something stands at that URL that it does not replace, or the folder that it should go into is missing.`,
  field: 'url',
});
const noPut: Explain = (about) => ({
  code: 'TARGET_DENIED',
  words: `${host(about)} takes no PUT at this URL (${about.answer.status}). It may be one for downloads or for forms: ask for one that takes a PUT.`,
  field: 'url',
});
const elsewhere: Explain = (about) => ({
  code: 'TARGET_DENIED',
  words: `${host(about)} answered ${about.answer.status} instead of taking the file: it sends browsers to another page, often to sign in. Only 307 and 308 tell to send the file elsewhere. Check the URL.`,
  field: 'url',
});
const other: Explain = (about) => ({
  code: 'TARGET_DENIED',
  words: `${host(about)} does not take the request: it answered ${about.answer.status} to the PUT.`,
  field: 'url',
});

/** By the code of an answer in XML, where it says more than the status. */
const CODES: Readonly<Record<string, Explain>> = {
  EntityTooLarge: tooLarge,
  RequestBodyTooLarge: tooLarge,
  QuotaExceeded: full,
  XMinioStorageFull: full,
  BadDigest: otherChecksum,
  InvalidDigest: otherChecksum,
  Md5Mismatch: otherChecksum,
  XAmzContentChecksumMismatch: otherChecksum,
  NoSuchBucket: noPlace,
  ContainerNotFound: noPlace,
  SlowDown: busy,
  ServerBusy: busy,
  OperationAborted: busy,
  ConditionalRequestConflict: busy,
  RequestTimeout: trouble,
  // https://learn.microsoft.com/rest/api/storageservices/put-blob: demanded, and seldom known.
  MissingRequiredHeader: (about) => ({
    code: 'TARGET_DENIED',
    words: about.answer.text.includes('x-ms-blob-type')
      ? `${host(about)} wants the header \`x-ms-blob-type\` with the value \`BlockBlob\`. Add it.`
      : `${host(about)} wants a header that was not given. Details names it: add it.`,
    field: 'headers',
  }),
};

export const byCode = (about: About): Meaning | undefined =>
  Object.hasOwn(CODES, about.code) ? CODES[about.code]?.(about) : undefined;

const STATUSES: Readonly<Record<number, Explain>> = {
  401: (about) => ({
    code: 'TARGET_AUTH_FAILED',
    words: gives(about, 'authorization')
      ? `${host(about)} refused the credentials (401). Check the header \`Authorization\`.`
      : `${host(about)} wants credentials (401), and none were given. Add the header \`Authorization\`, or use a presigned URL.`,
    field: 'headers',
  }),
  403: (about) => ({
    code: 'TARGET_DENIED',
    words: gives(about, 'authorization')
      ? `${host(about)} knows the credentials, and does not let them store anything at ${about.to.url.pathname} (403).`
      : `${host(about)} does not let anybody store a file with this URL (403). It may be cut, revoked, or made for something else: get a new one.`,
    field: 'url',
  }),
  404: noPlace,
  405: noPut,
  408: trouble,
  409: conflict,
  410: noPlace,
  411: (about) => ({
    code: 'TARGET_DENIED',
    words: `${host(about)} misses the length of the file (411), which was sent: something on the way there takes it out. Ask whoever runs the server or its proxy.`,
    field: 'url',
  }),
  412: (about) => ({
    code: 'TARGET_EXISTS',
    words: gives(about, 'if-none-match')
      ? `A file exists at that URL of ${host(about)}, and \`If-None-Match\` forbids to replace it.`
      : `What stands at that URL of ${host(about)} is not what the request demanded (412). Look at the headers that begin with \`If-\`.`,
    field: 'headers',
  }),
  413: tooLarge,
  415: (about) => ({
    code: 'TARGET_DENIED',
    words: gives(about, 'content-type')
      ? `${host(about)} does not take this type of file (415). Check the header \`Content-Type\`.`
      : `${host(about)} does not take a file without a type (415). Add the header \`Content-Type\`.`,
    field: 'headers',
  }),
  429: busy,
  501: noPut,
  507: full,
};

/** What a status means where nothing says more. */
export function byStatus(about: About): Meaning {
  const { status, headers } = about.answer;
  const known = STATUSES[status];
  if (known) return known(about);
  if (status === 503 && readRetryAfter(headers['retry-after']) !== undefined) return busy(about);
  if (status >= 500) return trouble(about);
  return status < 400 ? elsewhere(about) : other(about);
}
