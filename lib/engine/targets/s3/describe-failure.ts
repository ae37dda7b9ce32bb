import { Failure, isFailure } from '#lib/errors.ts';
import {
  describeStatus,
  describeTargetError,
  readRetryAfter,
} from '../../delivery/target-failure.ts';
import { describeAnswer, findAnswer } from './answer.ts';
import { kmsRefused, MEANINGS, tooMuchMetadata } from './failure-table.ts';
import { existsFailure } from './find-object.ts';
import type { About, Meaning } from './meaning.ts';
import { findRefusedOption } from './optional.ts';
import type { S3Context } from './s3-context.ts';

/**
 * What was thrown while a file was delivered as a Failure that says what to do.
 * What is not known comes back as it is: a bug. @param answer what the service said to it.
 * @param step for the sentence; storing the file unless told.
 */
export function describeS3Failure(
  error: unknown,
  { settings, clock }: Pick<S3Context, 'settings' | 'clock'>,
  name: string,
  answer = findAnswer(error),
  step = `storing “${name}” in bucket \`${settings.bucket}\``,
): unknown {
  if (isFailure(error) && error.code !== 'EGRESS_BLOCKED') return error;
  if (!answer) {
    // A region that does not exist is a host that does not.
    return describeTargetError(error, settings.host, settings.endpoint ? 'endpoint' : 'region');
  }
  const accessKey = maskKey(settings.credentials.accessKeyId);
  const about: About = { settings, answer, name, accessKey, now: clock.now() };
  const detail = describeAnswer(answer);
  if (answer.status === 412) return existsFailure(settings, name, detail);
  const meaning = findMeaning(about);
  const retryAfterSeconds = readRetryAfter(answer.headers['retry-after']);
  if (!meaning) {
    const { status, headers, message } = answer;
    const plain = describeStatus({ status, headers, text: detail, host: settings.host, step });
    const { code, retry } = plain;
    const words = message ? `${plain.message} It says: ${message}` : plain.message;
    return new Failure(code, words, { cause: error, retry, retryAfterSeconds, detail });
  }
  const { code, words, field, retry } = meaning;
  const fields = field ? { [field]: [words] } : undefined;
  return new Failure(code, words, { cause: error, retry, retryAfterSeconds, detail, fields });
}

/** By the code, else by what else the answer tells. */
function findMeaning(about: About): Meaning | undefined {
  const { settings } = about;
  const { code, status, message, region, isPage } = about.answer;
  if (isPage && status < 500) return noS3(about);
  // Ceph takes the codes for the access key when it means the key of KMS.
  if (/^KMS/.test(code) || /\bkms-?keyid\b/i.test(message)) return kmsRefused(about);
  // It says what is wrong with the region, or that the whole signature cannot be read.
  if (code === 'AuthorizationHeaderMalformed' && !region) return undefined;
  const known = Object.hasOwn(MEANINGS, code) ? MEANINGS[code] : undefined;
  if (known) return known(about);
  if (status === 400) {
    // Headers beyond what the server reads at all: nothing else of ours is that long.
    if (code === '') return sizeOf(settings.metadata) > 2048 ? tooMuchMetadata(about) : undefined;
    const refused = findRefusedOption(about);
    if (refused) return refused;
  }
  const byStatus = BY_STATUS[status];
  return byStatus ? MEANINGS[byStatus]?.(about) : undefined;
}

const BY_STATUS: Readonly<Record<number, string>> = {
  301: 'PermanentRedirect',
  307: 'TemporaryRedirect',
  403: 'AccessDenied',
  413: 'EntityTooLarge',
  429: 'SlowDown',
  501: 'NotImplemented',
  503: 'SlowDown',
  507: 'StorageFull',
};

const noS3 = ({ settings, answer }: About): Meaning => ({
  code: 'TARGET_NOT_FOUND',
  words: `${settings.host} answered ${answer.status} with a web page, so it is no S3 service. Check the endpoint: services show it apart from the address of their console.`,
  field: settings.endpoint ? 'endpoint' : 'region',
});

const sizeOf = (metadata: Readonly<Record<string, string>>): number =>
  Buffer.byteLength(Object.entries(metadata).flat().join(''));

/** "AKIA…LMNO": enough to tell keys apart. */
export function maskKey(key: string): string {
  const shown = key.length >= 12 ? 4 : 2;
  return key.length > shown * 2 ? `${key.slice(0, shown)}…${key.slice(-shown)}` : key;
}
