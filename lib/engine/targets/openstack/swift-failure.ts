import { Failure, type FailureCode } from '#lib/errors.ts';
import { readRetryAfter } from '../../delivery/target-failure.ts';
import { describeReply, type Reply } from './exchange.ts';
import { describeUser, type Settings, userField } from './settings.ts';

export type About = {
  settings: Settings;
  /** What was being done: "storing `a.pdf`". */
  step: string;
  /** The container that it was done in. */
  container: string;
};

type Meaning = {
  code: FailureCode;
  words: string;
  field?: string | undefined;
  retry?: boolean;
};

/** An answer of the object store that is no success, as a Failure that says what to do. */
export function describeSwiftFailure(reply: Reply, about: About): Failure {
  const { code, words, field, retry } = findMeaning(reply, about);
  return new Failure(code, words, {
    retry,
    fields: field ? { [field]: [words] } : undefined,
    detail: describeReply(reply),
    retryAfterSeconds: readRetryAfter(reply.headers['retry-after']),
  });
}

function findMeaning(reply: Reply, { settings, step, container }: About): Meaning {
  const { status, headers, url } = reply;
  const { host } = url;
  const who = describeUser(settings.credentials);
  const isAsked = headers['retry-after'] !== undefined;
  const says = readSentence(reply);
  if (status === 401) {
    const words = `${host} does not take the token that ${who} got from ${settings.authUrl.host}, not even a new one, for ${step}. The object store may belong to another cloud: check auth URL and region.`;
    return { code: 'TARGET_AUTH_FAILED', words, field: 'auth_url' };
  }
  if (status === 403) {
    const words = `Access to container \`${container}\` at ${host} was denied: ${who} may not write there (${step}). It needs a role that the object store takes for writing, such as \`swiftoperator\` (on some clouds \`member\`), or a write ACL on the container.`;
    return { code: 'TARGET_DENIED', words, field: userField(settings.credentials) };
  }
  if (status === 404 || status === 410) {
    const words = `There is no container \`${container}\` at ${host} in region \`${settings.region}\`. Create it there, or correct its name.`;
    return { code: 'TARGET_NOT_FOUND', words, field: 'container' };
  }
  if (status === 413) {
    const words = `${host} has no room for ${step}: the quota of container \`${container}\` or of the project would be exceeded, or the file is larger than it takes.${says} Make room or raise the quota, then run the export again.`;
    return { code: 'TARGET_FULL', words };
  }
  if (status === 507) {
    const words = `${host} has no room left for ${step}. Whoever runs the cloud has to add some.`;
    return { code: 'TARGET_FULL', words };
  }
  if (status === 422) {
    const words = `The bytes that reached ${host} are not the ones that were sent (${step}). They were not stored.`;
    return { code: 'INTEGRITY_MISMATCH', words };
  }
  // 498 is Swift's own, for a client that is too fast.
  if (status === 429 || status === 498 || (status === 503 && isAsked)) {
    return { code: 'TARGET_BUSY', words: `${host} is busy and asked to slow down (${step}).` };
  }
  if (status === 409) {
    const words = `Somebody else writes to ${host} under that name at this moment (${step}).`;
    return { code: 'TARGET_BUSY', words };
  }
  if (status === 408 || status === 499 || status >= 500) {
    const words = `${host} has trouble of its own: it answered ${status} to ${step}.${says}`;
    return { code: 'TARGET_UNREACHABLE', words, retry: true };
  }
  if (status >= 300 && status < 400) {
    const words = `${host} redirects instead of ${step}. The catalogue of the cloud names an address that is no object store: check region and interface.`;
    return { code: 'TARGET_NOT_FOUND', words, field: 'region' };
  }
  const field = COMPLAINTS.find(([pattern]) => pattern.test(reply.text))?.[1];
  const words = `${host} answered ${status} to ${step} and did not take it.${says}`;
  return { code: field === 'file' ? 'INVALID_FILENAME' : 'TARGET_DENIED', words, field };
}

/** Which field a 400 is about, by what Swift says. */
const COMPLAINTS: readonly [RegExp, string][] = [
  [/metadata|x-object-meta/i, 'metadata'],
  [/delete-?(at|after)/i, 'delete_after'],
  [/content-type/i, 'content_type'],
  [/container name/i, 'container'],
  [/object name|utf-?8|bad url|name length/i, 'file'],
];

/** What an answer says in one line of plain text; pages say nothing. */
function readSentence({ text }: Reply): string {
  const plain = text
    .replace(/<h1>.*?<\/h1>/s, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return plain && plain.length <= 200 ? ` It says: ${plain}` : '';
}
