import { Failure, type FailureCode } from '#lib/errors.ts';
import { withoutQuery } from '#lib/operations/secrets.ts';
import type { Answer } from './send-file.ts';
import { basicAuth, type Settings } from './settings.ts';

/** Hops after the first. */
export const MOST_REDIRECTS = 5;

/**
 * Headers that tell of the file, and that a signature may be over; none of them opens anything. S3
 * answers 307 for young buckets, and the regional host wants what was signed once more:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/Redirects.html. All others, Authorization and
 * keys of somebody's own among them, were meant for the server that the user named.
 */
const OF_THE_FILE =
  /^(?:content-(?:type|encoding|language|disposition|md5)|cache-control|expires|x-amz-(?:acl|tagging|storage-class|date|content-sha256|meta-.+|checksum-.+|sdk-checksum-algorithm|server-side-encryption(?:-aws-kms-key-id)?)|x-goog-(?:acl|storage-class|date|content-sha256|content-length-range|hash|meta-.+|if-generation-match)|x-ms-(?:version|date|blob-type|blob-content-.+|access-tier|meta-.+))$/i;

export const isRedirect = ({ status }: Pick<Answer, 'status'>): boolean =>
  status === 307 || status === 308;

/**
 * Where the same PUT goes next.
 * @param followed redirects before this one.
 * @throws Failure for what is not followed.
 */
export function readRedirect(from: Settings, answer: Answer, followed: number): Settings {
  const { host } = from.url;
  const refuse = (words: string, code: FailureCode = 'TARGET_DENIED') =>
    new Failure(code, words, { fields: { url: [words] }, detail: `HTTP ${answer.status}` });
  if (followed >= MOST_REDIRECTS) {
    throw refuse(
      `${host} redirects once more after ${MOST_REDIRECTS} redirects. Enter the address that they should end at.`,
    );
  }
  const { location } = answer.headers;
  const url = location ? URL.parse(location, from.url.href) : null;
  if (!url || url.hostname === '') {
    throw refuse(
      `${host} redirects (${answer.status}) to an address that cannot be read. Enter the URL that it should lead to.`,
    );
  }
  if (!/^https?:$/.test(url.protocol)) {
    throw refuse(
      `${host} redirects to ${url.protocol}, and only http and https are followed.`,
      'EGRESS_BLOCKED',
    );
  }
  if (from.url.protocol === 'https:' && url.protocol === 'http:') {
    throw refuse(
      `${host} redirects to ${withoutQuery(url.href)}, where the file would travel in the clear. Enter that URL if this is wanted.`,
    );
  }
  const kept = Object.entries(from.headers).filter(
    ([name]) => url.origin === from.url.origin || OF_THE_FILE.test(name),
  );
  const names = kept.map(([name]) => name);
  return { headers: { ...Object.fromEntries(kept), ...basicAuth(url, names) }, url };
}
