import { Failure, isFailure } from '#lib/errors.ts';
import {
  describeStatus,
  describeTargetError,
  readRetryAfter,
} from '../../delivery/target-failure.ts';
import { Refusal } from './answer.ts';
import { findMeaning } from './failure-table.ts';
import { existsFailure } from './find-object.ts';
import type { GcsContext } from './gcs-context.ts';

/**
 * What was thrown while a file was delivered as a Failure that says what to do.
 * What is not known comes back as it is: a bug.
 */
export function describeGcsFailure(
  error: unknown,
  { settings }: Pick<GcsContext, 'settings'>,
  name: string,
): unknown {
  if (isFailure(error) && error.code !== 'EGRESS_BLOCKED') return error;
  if (!(error instanceof Refusal)) return describeTargetError(error, settings.host, 'endpoint');
  const { status, headers, detail, message, reason, step } = error;
  if (status === 412 && reason !== 'orgPolicyConstraintFailed') {
    return existsFailure(settings, name, detail);
  }
  const meaning = findMeaning({ settings, refusal: error, name });
  const retryAfterSeconds = readRetryAfter(headers['retry-after']);
  if (meaning) {
    const { code, words, field, retry } = meaning;
    const fields = field ? { [field]: [words] } : undefined;
    return new Failure(code, words, { cause: error, retry, retryAfterSeconds, detail, fields });
  }
  const where = `${step} (“${name}” in bucket \`${settings.bucket}\`)`;
  const plain = describeStatus({ status, headers, text: detail, host: settings.host, step: where });
  const words = message ? `${plain.message} It says: ${message}` : plain.message;
  const { code, retry } = plain;
  return new Failure(code, words, { cause: error, retry, retryAfterSeconds, detail });
}
