import { isFailure } from '#lib/errors.ts';
import type { Actor } from './context.ts';
import { listFiles, listRemoteFiles } from './list-files.ts';
import { openContextOf } from './open-context.ts';
import type { FilePage } from './types.ts';

type Wanted = {
  /** The built-in engine when it is not said. */
  connection: string | undefined;
  search: string | undefined;
  page: number;
};

/**
 * A page of the files of one connection, in the running server.
 *
 * @throws Failure NOT_FOUND for a connection of another team, and what the connection answers.
 */
export async function findFiles(
  actor: Actor,
  { connection, search, page }: Wanted,
): Promise<FilePage> {
  const { client, clock } = await openContextOf(actor, connection, 'page');
  const list = connection ? listRemoteFiles : listFiles;
  return list(client, { search, page, now: clock.now() });
}

/**
 * The same for a page that is drawn in any case: a connection that cannot be asked has no files, and
 * the sentence that says why.
 *
 * @throws Failure when the built-in engine cannot be asked.
 */
export async function tryFindFiles(
  actor: Actor,
  wanted: Wanted,
): Promise<Omit<FilePage, 'now'> & { trouble: string | null }> {
  try {
    return { ...(await findFiles(actor, wanted)), trouble: null };
  } catch (error) {
    if (!isFailure(error) || !wanted.connection) throw error;
    const nothing = { rows: [], newer: null, older: null, lookedThrough: null };
    return { ...nothing, page: wanted.page, trouble: error.message };
  }
}
