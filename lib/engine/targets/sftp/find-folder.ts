import { Failure } from '#lib/errors.ts';
import { findStats, type Line } from './line.ts';
import { folderOf } from './remote-path.ts';
import type { SftpContext } from './sftp-context.ts';
import { describeSftpFailure } from './sftp-failure.ts';
import { STATUS, statusOf } from './sftp-status.ts';

type Found = {
  is: 'there' | 'missing' | 'hidden';
  /** Where something can be written without making a folder; empty: where the account starts. */
  folder: string;
  /** A sentence about it. */
  words: string;
};

/**
 * Looks at a folder and makes none. Of one that is missing it gives the nearest above it: whoever may
 * write there may make the rest. @throws Failure, classified; the signal's reason.
 */
export async function findFolder(context: SftpContext, line: Line, wanted: string): Promise<Found> {
  const { address, username, nameField } = context.settings;
  for (let folder = wanted; ; folder = folderOf(folder)) {
    const shown = folder === '' ? 'the folder in which the account starts' : `“${folder}”`;
    const found = await findStats(line, folder === '' ? '.' : folder).catch((error: unknown) => {
      line.signal.throwIfAborted();
      // Some servers say no more than that it failed.
      const isRefused = [STATUS.denied, STATUS.failure].some((one) => one === statusOf(error));
      if (isRefused) return 'hidden' as const;
      throw describeSftpFailure(error, context, { step: 'looking at the folder', path: folder });
    });
    if (found === 'hidden') {
      const words = `User \`${username}\` may not look at ${shown}, and deliveries do not need that. Writing shows whether it is there.`;
      return { is: 'hidden', folder: wanted, words };
    }
    if (found?.kind === 'file') {
      const words = `“${folder}” at ${address} is a file, not a folder. Choose another path.`;
      throw new Failure('TARGET_DENIED', words, { fields: { [nameField]: [words] } });
    }
    if (found && folder === wanted)
      return { is: 'there', folder, words: `${capital(shown)} is there.` };
    if (found) {
      const words = `“${wanted}” is not there yet: the first delivery makes it. The test writes to ${shown} instead, where that takes the same right.`;
      return { is: 'missing', folder, words };
    }
    if (folder === '' || folder === '/') {
      const words = `${address} shows no folder at all to user \`${username}\`. Ask its administrator for the folder of the account.`;
      throw new Failure('TARGET_NOT_FOUND', words, { fields: { [nameField]: [words] } });
    }
  }
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
