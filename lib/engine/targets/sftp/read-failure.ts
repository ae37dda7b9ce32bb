import { Failure, type FailureCode, isFailure } from '#lib/errors.ts';
import { describeTargetError } from '../../delivery/target-failure.ts';
import type { Settings } from './settings.ts';
import { STATUS, statusOf } from './sftp-status.ts';

/** What a refused step of reading means. @param step for the sentence: "reading", "listing". */
export function describeReading(
  error: unknown,
  { address, username, nameField }: Settings,
  { step, path }: { step: string; path: string },
): unknown {
  if (isFailure(error)) return error;
  const status = statusOf(error);
  if (status === undefined) return describeTargetError(error, address);
  const message = error instanceof Error ? error.message : String(error);
  const say = (code: FailureCode, words: string) =>
    new Failure(code, words, {
      detail: `${step} ${path}: ${message} (status ${status})`,
      fields: { [nameField]: [words] },
      cause: error,
    });
  const what = nameField === 'file' ? 'file' : 'folder';
  if (status === STATUS.noSuchFile) {
    const words = `There is no ${what} “${path}” at ${address}. Check the path: it begins where the account of \`${username}\` starts, or with “/”.`;
    return say('SOURCE_FAILED', words);
  }
  if (status === STATUS.denied) {
    const words = `${address} does not allow user \`${username}\` ${step} “${path}”. The account needs read permission there.`;
    return say('TARGET_DENIED', words);
  }
  const words = `${address} failed at ${step} “${path}”: ${message.replace(/\.?$/, '.')} Look at its log.`;
  return say('SOURCE_FAILED', words);
}

/** What is there is no file that could be read. */
export function noFile({ address }: Settings, path: string, kind: string): Failure {
  const words =
    kind === 'folder'
      ? `“${path}” at ${address} is a folder. To import all of its files, give it as the folder instead.`
      : `“${path}” at ${address} is no plain file, so it cannot be imported.`;
  return new Failure('SOURCE_FAILED', words, { fields: { file: [words] } });
}
