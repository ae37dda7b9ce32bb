import { isFailure } from '#lib/errors.ts';
import type { Actor } from './context.ts';
import { listFiles, listRemoteFiles } from './list-files.ts';
import { openContextOf } from './open-context.ts';
import type { FilePage } from './types.ts';

type Wanted = { connection: string | undefined; search: string | undefined; page: number };

/**
 * A page of the files of one connection, in the running server. One that cannot be asked has none,
 * and the sentence that says why.
 *
 * @throws Failure when the built-in engine cannot be asked.
 */
export async function findFiles(
  actor: Actor,
  { connection, search, page }: Wanted,
): Promise<FilePage & { trouble: string | null }> {
  try {
    const { client, clock } = await openContextOf(actor, connection, 'page');
    const list = connection ? listRemoteFiles : listFiles;
    return { ...(await list(client, { search, page, now: clock.now() })), trouble: null };
  } catch (error) {
    if (!isFailure(error) || !connection) throw error;
    const now = new Date().toISOString();
    const nothing = { rows: [], page, newer: null, older: null, lookedThrough: null, now };
    return { ...nothing, trouble: error.message };
  }
}
