import { Failure } from '#lib/errors.ts';
import type { OutgoingFile } from '../../delivery/target.ts';
import { findStats, type Line, removeFile } from './line.ts';
import type { SftpContext } from './sftp-context.ts';
import { describeSftpFailure } from './sftp-failure.ts';
import { statusOf } from './sftp-status.ts';

/** A file of that name is there, and is to stay. */
export function describeExists({ settings }: SftpContext, name: string): Failure {
  const words = `“${name}” exists at ${settings.address}, and was left as it is.`;
  return new Failure('TARGET_EXISTS', words, { fields: { [settings.nameField]: [words] } });
}

/** A folder stands where the file should. */
export function describeIsFolder({ settings }: SftpContext, name: string): Failure {
  const words = `“${name}” at ${settings.address} is a folder. Choose another name.`;
  return new Failure('TARGET_DENIED', words, { fields: { [settings.nameField]: [words] } });
}

/**
 * Gives a whole file its name, in one step wherever the server can.
 * @throws Failure TARGET_EXISTS with `createOnly`, and others.
 */
export async function giveName(
  context: SftpContext,
  line: Line,
  file: OutgoingFile,
  temporary: string,
): Promise<void> {
  try {
    await (file.createOnly
      ? createName(line, temporary, file.name)
      : replace(line, temporary, file.name));
  } catch (error) {
    line.signal.throwIfAborted();
    if (statusOf(error) === undefined) throw explain(error);
    const found = await findStats(line, file.name).catch(() => undefined);
    line.signal.throwIfAborted();
    if (found && file.createOnly) throw describeExists(context, file.name);
    if (found?.kind === 'folder') throw describeIsFolder(context, file.name);
    throw explain(error);
  }

  function explain(error: unknown): unknown {
    return describeSftpFailure(error, context, { step: 'naming the file', path: file.name });
  }
}

/**
 * A hard link is made only where nothing is, on every server. A plain rename of OpenSSH is the same
 * inside (sftp-server.c, process_rename: link, then unlink; on file systems without links it looks and
 * then renames, with a gap between), but other servers rename over what is there.
 */
async function createName(line: Line, temporary: string, name: string): Promise<void> {
  const { connection, signal } = line;
  if (connection.has('hardlink@openssh.com')) {
    try {
      await connection.call(signal, (sftp) => sftp.hardlink(temporary, name));
      // The file is there whole; its other name is no reason to say that it is not.
      await removeFile(line, temporary).catch(() => signal.throwIfAborted());
      return;
    } catch (error) {
      signal.throwIfAborted();
      if (statusOf(error) === undefined || (await findStats(line, name))) throw error;
      // No links there.
    }
  }
  await rename(line, temporary, name);
}

async function replace(line: Line, temporary: string, name: string): Promise<void> {
  const { connection, signal } = line;
  if (connection.has('posix-rename@openssh.com')) {
    await connection.call(signal, (sftp) => sftp.posixRename(temporary, name));
    return;
  }
  try {
    await rename(line, temporary, name);
  } catch (error) {
    signal.throwIfAborted();
    const found = statusOf(error) === undefined ? undefined : await findStats(line, name);
    if (!found || found.kind === 'folder') throw error;
    // Such a server cannot replace a file in one step. Between the two nothing stands there, and if
    // the connection breaks off just then, the next attempt has to bring the file.
    await removeFile(line, name);
    await rename(line, temporary, name);
  }
}

const rename = ({ connection, signal }: Line, from: string, to: string): Promise<void> =>
  connection.call(signal, (sftp) => sftp.rename(from, to));
