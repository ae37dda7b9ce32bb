import { Failure, isFailure } from '#lib/errors.ts';
import {
  describeStatus,
  describeTargetError,
  readRetryAfter,
} from '../../delivery/target-failure.ts';
import type { AzureContext } from './azure-context.ts';
import { BY_STATUS, MEANINGS } from './failure-table.ts';
import type { About, Meaning } from './meaning.ts';
import { Refusal } from './refusal.ts';

/**
 * What was thrown while a file was delivered as a Failure that says what to do.
 * What is not known comes back as it is: a bug.
 */
export function describeAzureFailure(
  error: unknown,
  { settings, clock }: Pick<AzureContext, 'settings' | 'clock'>,
  name: string,
): unknown {
  if (isFailure(error) && error.code !== 'EGRESS_BLOCKED') return error;
  if (!(error instanceof Refusal)) return describeConnection(error, settings);
  const { status, headers, step, detail } = error;
  const about: About = { settings, refusal: error, name, now: clock.now() };
  const meaning = findMeaning(about);
  const retryAfterSeconds = readRetryAfter(headers['retry-after']);
  if (!meaning) {
    const { host } = settings;
    const plain = describeStatus({ status, headers, text: detail, host, step });
    const { code, retry } = plain;
    const words = error.message ? `${plain.message} It says: ${error.message}` : plain.message;
    return new Failure(code, words, { cause: error, retry, retryAfterSeconds, detail });
  }
  const { code, words, field, retry } = meaning;
  const fields = field ? { [field]: [words] } : undefined;
  return new Failure(code, words, { cause: error, retry, retryAfterSeconds, detail, fields });
}

function findMeaning(about: About): Meaning | undefined {
  const { code, status, isForeign } = about.refusal;
  if (isForeign && status < 500 && status !== 429) return noAzure(about);
  const known = Object.hasOwn(MEANINGS, code) ? MEANINGS[code] : BY_STATUS[status];
  return known?.(about);
}

const noAzure = ({ settings: { host, addressField }, refusal }: About): Meaning => ({
  code: 'TARGET_NOT_FOUND',
  words: `${host} answered ${refusal.status} as no Azure Blob service does. Check the ${addressField === 'endpoint' ? 'endpoint' : 'storage account'}.`,
  field: addressField,
});

function describeConnection(error: unknown, settings: AzureContext['settings']): unknown {
  const { account, host, addressField } = settings;
  // Each account has a host of its own.
  if (addressField === 'storage_account' && isNotFound(error)) {
    const words = `There is no storage account \`${account}\`: the name ${host} could not be found. Correct the account; outside Azure’s public cloud, enter its endpoint.`;
    const fields = { storage_account: [words] };
    return new Failure('TARGET_UNREACHABLE', words, { cause: error, retry: false, fields });
  }
  return describeTargetError(error, host, addressField);
}

const isNotFound = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOTFOUND';
