import type { Client } from '#lib/client/client.ts';
import type { WireTask } from '#lib/client/types.ts';
import type { Clock } from '#lib/clock.ts';
import type { Remotes } from '#lib/connections/remotes.ts';
import type { Prisma } from '#lib/db/generated/client.ts';
import type { Db } from '#lib/db/open.ts';
import { adoptTask } from './adopt-task.ts';
import { hasEnded, MIRRORED, mirrorTask } from './mirror-task.ts';

/** What the watcher reads of an export that has not ended. */
export const WATCHED = {
  ...MIRRORED,
  teamId: true,
  taskId: true,
  operation: true,
  createdAt: true,
} as const satisfies Prisma.ExportSelect;

export type WatchedRow = Prisma.ExportGetPayload<{ select: typeof WATCHED }>;

type LookContext = { prisma: Db; clock: Clock; remotes: Remotes };

/** As many as are cheaper to ask about one by one than to find in a list. */
const FEW = 2;
/** A list as long as the hosted service gives. */
const PER_PAGE = 100;
const MOST_PAGES = 3;
/** Tasks that no list showed, asked about singly in one round. */
const MOST_SINGLES = 4;
/** Clocks differ, and times on the wire are whole seconds. Milliseconds. */
const SLACK = 60_000;

/**
 * Asks one connection about its exports that have not ended, in as few requests as will do, and brings
 * their rows up to date.
 *
 * @returns whether anything changed.
 * @throws Failure when the connection cannot be asked; what was heard before it is kept.
 */
export async function lookRemotely(
  context: LookContext,
  connection: string,
  rows: readonly WatchedRow[],
  signal: AbortSignal,
): Promise<boolean> {
  const { prisma, clock, remotes } = context;
  const teamId = rows[0]?.teamId ?? '';
  const client = remotes.client(teamId, connection, 'watch', signal);
  const open = new Map(rows.filter((row) => row.taskId).map((row) => [row.taskId, row]));
  let changed = false;

  async function takeIn(row: WatchedRow, task: WireTask | undefined): Promise<void> {
    open.delete(row.taskId);
    if (task) remotes.memory.remember(connection, task);
    else remotes.memory.forget(connection, row.taskId);
    if (await mirrorTask(prisma, clock, row, task)) changed = true;
  }

  for (const row of rows) {
    if (!row.taskId) await adoptTask({ prisma, clock, clientOf: () => client }, row.id);
  }
  if (open.size > FEW) {
    for await (const task of listRecent(client, [...open.values()])) {
      if (signal.aborted) return changed;
      const row = open.get(task.id);
      if (!row) continue;
      // How each file fared is told of a single task only, and kept once, at its end.
      if (hasEnded(task) && row.operation !== 'export/url') continue;
      await takeIn(row, task);
    }
  }
  let singles = 0;
  for (const row of rotated([...open.values()])) {
    if (signal.aborted || ++singles > MOST_SINGLES) break;
    const include = row.operation === 'export/url' ? [] : ['deliveries'];
    await takeIn(row, await client.findTask(row.taskId, include));
  }
  return changed;
}

/** The newest tasks of the account, back to the oldest that is wanted. */
async function* listRecent(
  client: Client,
  wanted: readonly WatchedRow[],
): AsyncGenerator<WireTask> {
  const operations = new Set(wanted.map((row) => row.operation));
  const [operation] = operations;
  const oldest = Math.min(...wanted.map((row) => row.createdAt.getTime())) - SLACK;
  for (let page = 1; page <= MOST_PAGES; page++) {
    const { tasks, more } = await client.listTasks({
      ...(operations.size === 1 && operation ? { operation } : {}),
      page,
      perPage: PER_PAGE,
    });
    yield* tasks;
    const last = tasks.at(-1);
    if (!more || !last || Date.parse(last.created_at) < oldest) return;
  }
}

/** Begins somewhere else each time, so that no task waits behind the same others for ever. */
function rotated<T>(items: readonly T[]): T[] {
  const start = Math.floor(Math.random() * items.length);
  return [...items.slice(start), ...items.slice(0, start)];
}
