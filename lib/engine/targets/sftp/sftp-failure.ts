import { Failure, type FailureCode, isFailure } from '#lib/errors.ts';
import { describeTargetError } from '../../delivery/target-failure.ts';
import type { SftpContext } from './sftp-context.ts';
import { STATUS, statusOf } from './sftp-status.ts';

/**
 * What a refused step means.
 * @param step for the sentence: "writing the file", "making the folder".
 */
export function describeSftpFailure(
  error: unknown,
  { settings }: Pick<SftpContext, 'settings'>,
  { step, path }: { step: string; path: string },
): unknown {
  if (isFailure(error)) return error;
  const { address, username, nameField } = settings;
  const message = error instanceof Error ? error.message : String(error);
  const say = (code: FailureCode, words: string, options: { retry?: boolean } = {}) =>
    new Failure(code, words, {
      ...options,
      detail: `${step} ${path}: ${message} (status ${statusOf(error)})`,
      fields: { [nameField]: [words] },
      cause: error,
    });
  switch (statusOf(error)) {
    case STATUS.noSuchFile:
      return say(
        'TARGET_NOT_FOUND',
        `${address} finds no “${path}” in ${step}. Check the folder in the path.`,
      );
    case STATUS.denied:
      return say(
        'TARGET_DENIED',
        `${address} does not allow user \`${username}\` ${step} “${path}”. The account needs write permission there.`,
      );
    case STATUS.failure:
    case STATUS.unsupported:
      return say(
        'TARGET_DENIED',
        `${address} failed at ${step} “${path}” and gives no reason. Look at its log, or try another folder.`,
      );
    case undefined:
      return describeTargetError(error, address);
    default:
      return say('TARGET_DENIED', `${address} refused ${step} “${path}”: ${message}`);
  }
}

/**
 * What a refused write means. Version 3 of the protocol has one word for a full disk, a quota and a
 * broken disk, so the room that is left is asked for.
 */
export async function describeWriteFailure(
  error: unknown,
  context: SftpContext,
  { path, missing, askRoom }: { path: string; missing: number; askRoom: () => Promise<number> },
): Promise<unknown> {
  if (statusOf(error) !== STATUS.failure)
    return describeSftpFailure(error, context, { step: 'writing', path });
  const { address, username } = context.settings;
  const message = error instanceof Error ? error.message : '';
  const room = await askRoom().catch(() => undefined);
  const detail = `writing ${path}: ${message} (status ${STATUS.failure}), ${room === undefined ? 'room unknown' : `${room} bytes free`}`;
  if (room !== undefined && room >= missing && !/quota|space|full/i.test(message)) {
    const words = `${address} stopped writing “${path}” and gives no reason, though its disk has room. User \`${username}\` may have reached a quota, or a limit on the size of a file.`;
    return new Failure('TARGET_FULL', words, { detail, cause: error });
  }
  const words = `${address} has no room left for “${path}”: ${missing.toLocaleString('en')} bytes were missing. Make room there, or choose another folder.`;
  return new Failure('TARGET_FULL', words, { detail, cause: error });
}
