import type { Connection } from './connection.ts';
import type { Attributes } from './sftp-client.ts';
import { STATUS, statusOf } from './sftp-status.ts';

/** A connection for the time of one attempt; its signal is aborted when either ends. */
export type Line = { connection: Connection; signal: AbortSignal };

/** What stands under a path; undefined when nothing does. @throws what the server said. */
export async function findStats(
  { connection, signal }: Line,
  path: string,
): Promise<Attributes | undefined> {
  try {
    return await connection.call(signal, (sftp) => sftp.stat(path));
  } catch (error) {
    if (statusOf(error) === STATUS.noSuchFile) return undefined;
    throw error;
  }
}

/** Removes a file; one that is not there is fine. @throws what the server said. */
export async function removeFile({ connection, signal }: Line, path: string): Promise<void> {
  try {
    await connection.call(signal, (sftp) => sftp.remove(path));
  } catch (error) {
    if (statusOf(error) !== STATUS.noSuchFile) throw error;
  }
}

/** For cleaning up: does not wait, and an answer is nobody's. */
export function closeFile({ connection }: Line, handle: Buffer): void {
  connection.sftp.close(handle).catch(() => {});
}
