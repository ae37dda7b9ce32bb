import { Failure } from '#lib/errors.ts';
import type { Connection } from './connection.ts';
import { folderOf } from './remote-path.ts';
import type { SftpContext } from './sftp-context.ts';
import { describeSftpFailure } from './sftp-failure.ts';
import { STATUS, statusOf } from './sftp-status.ts';

/**
 * Makes a folder with those above it. Once per folder and session, however many files go into it.
 * A folder that may not be looked at is taken to be there: opening the file tells.
 * @throws Failure.
 */
export function makeFolders(
  context: SftpContext,
  line: { connection: Connection; signal: AbortSignal },
  folder: string,
): Promise<void> {
  const known = context.folders.get(folder);
  if (known) return known;
  const made = makeFolder(context, line, folder);
  context.folders.set(folder, made);
  // Whoever comes later tries it anew.
  made.catch(() => context.folders.delete(folder));
  return made;
}

async function makeFolder(
  context: SftpContext,
  line: { connection: Connection; signal: AbortSignal },
  folder: string,
): Promise<void> {
  if (folder === '' || folder === '/') return;
  const { connection, signal } = line;
  const make = () => connection.call(signal, (sftp) => sftp.mkdir(folder));
  try {
    await make();
    return;
  } catch (error) {
    signal.throwIfAborted();
    if (statusOf(error) === undefined) throw explain(error);
    // Anything may mean that it is there: version 3 has no word for that.
    const isFolder = await findIsFolder(line, folder);
    if (isFolder === true) return;
    if (isFolder === false) {
      const words = `“${folder}” at ${context.settings.address} is a file, not a folder. Choose another path.`;
      throw new Failure('TARGET_DENIED', words, {
        fields: { [context.settings.nameField]: [words] },
        detail: error instanceof Error ? error.message : undefined,
        cause: error,
      });
    }
    if (isFolder === 'hidden' && statusOf(error) === STATUS.failure) return;
    if (statusOf(error) === STATUS.denied) throw explain(error);
  }
  await makeFolders(context, line, folderOf(folder));
  try {
    await make();
  } catch (error) {
    signal.throwIfAborted();
    // Another file of another task was faster.
    if ((await findIsFolder(line, folder)) === true) return;
    throw explain(error);
  }

  function explain(error: unknown): unknown {
    return describeSftpFailure(error, context, { step: 'making the folder', path: folder });
  }
}

async function findIsFolder(
  { connection, signal }: { connection: Connection; signal: AbortSignal },
  folder: string,
): Promise<boolean | 'hidden' | undefined> {
  try {
    const found = await connection.call(signal, (sftp) => sftp.stat(folder));
    return found.kind === 'folder' || found.kind === 'unknown';
  } catch (error) {
    signal.throwIfAborted();
    return statusOf(error) === STATUS.denied ? 'hidden' : undefined;
  }
}
