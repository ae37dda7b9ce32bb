import type { Stats } from 'ssh2';
import type { Connection } from './connection.ts';
import { STATUS, statusOf } from './sftp-failure.ts';

/** A connection for the time of one attempt; its signal is aborted when either ends. */
export type Line = { connection: Connection; signal: AbortSignal };

/** What stands under a path; undefined when nothing does. @throws what the server said. */
export async function findStats({ connection, signal }: Line, path: string) {
  try {
    return await connection.call<Stats>(signal, (sftp, done) => sftp.stat(path, done));
  } catch (error) {
    if (statusOf(error) === STATUS.noSuchFile) return undefined;
    throw error;
  }
}

/** Removes a file; one that is not there is fine. @throws what the server said. */
export async function removeFile({ connection, signal }: Line, path: string): Promise<void> {
  try {
    await connection.call(signal, (sftp, done) => sftp.unlink(path, done));
  } catch (error) {
    if (statusOf(error) !== STATUS.noSuchFile) throw error;
  }
}

/** @param flags as fs.open has them. @throws what the server said. */
export function openFile({ connection, signal }: Line, path: string, flags: 'wx' | 'r+' | 'r') {
  return connection.call<Buffer>(signal, (sftp, done) => sftp.open(path, flags, done));
}

/** For cleaning up: does not wait, and an answer is nobody's. */
export function closeFile({ connection }: Line, handle: Buffer): void {
  if (!connection.gone.aborted) connection.sftp.close(handle, () => {});
}
