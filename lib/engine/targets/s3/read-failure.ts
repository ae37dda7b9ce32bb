import { Failure } from '#lib/errors.ts';
import type { SourceChanged } from '../../sources/source.ts';
import { describeAnswer, findAnswer } from './answer.ts';
import { describeS3Failure, maskKey } from './describe-failure.ts';
import type { Settings } from './settings.ts';

type Reader = Pick<Parameters<typeof describeS3Failure>[1], 'settings' | 'clock'>;

/**
 * What was thrown while a file was read. What is not known comes back as it is.
 * @param name of the file. @param answer what the service said to it.
 */
export function describeReading(
  error: unknown,
  context: Reader,
  name: string,
  answer = findAnswer(error),
): unknown {
  const { settings } = context;
  const { bucket, credentials, host } = settings;
  const say = (code: 'SOURCE_FAILED' | 'TARGET_DENIED', field: string, words: string) =>
    new Failure(code, words, {
      fields: { [field]: [words] },
      detail: answer && describeAnswer(answer),
      cause: error,
    });
  // Some services say only 404 where the key is missing.
  if (answer?.code === 'NoSuchKey' || (answer?.status === 404 && answer.code === '')) {
    return say('SOURCE_FAILED', 'key', missing(settings, name));
  }
  if (answer?.code === 'InvalidObjectState') {
    const words = `“${name}” in bucket \`${bucket}\` is archived. Restore it first, then import it.`;
    return say('SOURCE_FAILED', 'key', words);
  }
  if (answer?.status === 403 && isDenied(answer.code)) {
    const words = `Access to “${name}” was denied at ${host} for key \`${maskKey(credentials.accessKeyId)}\`. It needs s3:GetObject on \`${bucket}/${name}\`. Without s3:ListBucket a file that does not exist is answered like this as well.`;
    return say('TARGET_DENIED', 'access_key_id', words);
  }
  const step = `reading “${name}” from bucket \`${bucket}\``;
  return describeS3Failure(error, context, name, answer, step);
}

/** What was thrown while a bucket was listed. */
export function describeListing(
  error: unknown,
  context: Reader,
  prefix: string,
  answer = findAnswer(error),
): unknown {
  const { bucket, credentials } = context.settings;
  if (answer?.status === 403 && isDenied(answer.code)) {
    const words = `Bucket \`${bucket}\` may not be listed with key \`${maskKey(credentials.accessKeyId)}\`. It needs s3:ListBucket on \`${bucket}\`, or give the whole key of one file.`;
    const fields = { access_key_id: [words] };
    return new Failure('TARGET_DENIED', words, { fields, detail: describeAnswer(answer) });
  }
  const step = `listing “${prefix}” in bucket \`${bucket}\``;
  return describeS3Failure(error, context, prefix, answer, step);
}

/** Whether the answer tells that the file is another one by now: {@link SourceChanged}. */
export const isChanged = (error: unknown): boolean => findAnswer(error)?.status === 412;

const isDenied = (code: string): boolean =>
  code === 'AccessDenied' || code === 'AllAccessDisabled' || code === '';

const missing = ({ bucket, host }: Settings, name: string): string =>
  `There is no “${name}” in bucket \`${bucket}\` at ${host}. Check the key: capital letters and folders count.`;
