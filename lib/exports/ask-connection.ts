import type { WireTask } from '#lib/client/types.ts';
import { BUILTIN } from '#lib/connections/places.ts';
import { isFailure } from '#lib/errors.ts';
import { clientFor } from './client-for.ts';
import type { ExportContext } from './context.ts';
import { hasEnded } from './mirror-task.ts';

type Asked = {
  /** False: nothing is known of the task, which says nothing about whether it is there. */
  known: boolean;
  task: WireTask | undefined;
  /** Why the connection could not be asked. */
  trouble: string | null;
};

type Row = { connection: string; taskId: string; taskGoneAt: Date | null; status: string };

/** Milliseconds for which what the watcher heard of a running task is good enough for a page. */
const WATCHED_WITHIN = 60_000;
/** Milliseconds for which what one page heard of an ended task is good enough for the next. */
const HEARD_WITHIN = 5_000;

/**
 * What the connection of an export says of its task. Another server is not asked about a task that
 * runs: its watcher asks, once for all pages. That it cannot be asked breaks no page.
 *
 * @throws Failure when the built-in engine cannot be asked.
 */
export async function askConnection(
  context: ExportContext,
  row: Row,
  include: readonly string[],
): Promise<Asked> {
  if (row.taskId === '' || row.taskGoneAt) return { known: false, task: undefined, trouble: null };
  if (row.connection === BUILTIN) {
    const task = await clientFor(context, BUILTIN).findTask(row.taskId, include);
    return { known: true, task, trouble: null };
  }
  const { connection, taskId } = row;
  const within = hasEnded(row) ? HEARD_WITHIN : WATCHED_WITHIN;
  const heard = context.remotes?.memory.find(connection, taskId, within);
  if (!hasEnded(row)) {
    const trouble = context.remotes?.gate(connection).trouble()?.message ?? null;
    return { known: heard !== undefined, task: heard, trouble };
  }
  if (heard && hasEnded(heard)) return { known: true, task: heard, trouble: null };
  try {
    const task = await clientFor(context, connection, 'page').findTask(taskId, include);
    if (task) context.remotes?.memory.remember(connection, task);
    return { known: true, task, trouble: null };
  } catch (error) {
    if (!isFailure(error)) throw error;
    return { known: false, task: undefined, trouble: error.message };
  }
}
