import type { WireTask } from '#lib/client/types.ts';
import type { Clock } from '#lib/clock.ts';
import type { Prisma } from '#lib/db/generated/client.ts';
import type { DbTx } from '#lib/db/open.ts';
import { noteHostKey } from '#lib/destinations/note-host-key.ts';
import { taskExpiry } from './task-expiry.ts';

/** What is kept of a task in its export. Decides nothing: compares and stores. */
export const MIRRORED = {
  id: true,
  status: true,
  percent: true,
  bytesDone: true,
  bytesTotal: true,
  code: true,
  message: true,
  startedAt: true,
  endedAt: true,
  expiresAt: true,
  taskGoneAt: true,
} as const satisfies Prisma.ExportSelect;

export type MirroredRow = Prisma.ExportGetPayload<{ select: typeof MIRRORED }>;

const UNENDED = ['waiting', 'processing'];
export const hasEnded = ({ status }: { status: string }): boolean => !UNENDED.includes(status);

/**
 * Brings an export's row to what the connection says of its task. An export that has ended stays as
 * it ended: an answer that was overtaken on its way cannot undo it.
 *
 * @param task undefined when the connection does not know the task (any more).
 * @returns whether the row changed.
 */
export async function mirrorTask(
  tx: DbTx,
  clock: Clock,
  row: MirroredRow,
  task: WireTask | undefined,
): Promise<boolean> {
  const now = clock.now();
  if (!task) {
    if (row.taskGoneAt) return false;
    const data = hasEnded(row) ? { taskGoneAt: now } : { ...lostTask(now), taskGoneAt: now };
    const { count } = await tx.export.updateMany({
      where: { id: row.id, taskGoneAt: null },
      data: { ...data, updatedAt: now },
    });
    return count > 0;
  }
  if (hasEnded(row)) return false;
  const next = columnsOf(task, row);
  if (!differs(row, next)) return false;
  const { count } = await tx.export.updateMany({
    where: { id: row.id, status: { in: UNENDED } },
    data: { ...next, ...(hasEnded(task) ? outcomeOf(task) : {}), updatedAt: now },
  });
  if (count > 0 && task.code === 'HOST_KEY_MISMATCH')
    await noteHostKey(tx, row.id, task.details, now);
  return count > 0;
}

/**
 * A delivery that is cancelled has ended before its files have: which of them got through shows when
 * its run has stopped.
 */
export async function mirrorLateOutcome(tx: DbTx, row: MirroredRow, task: WireTask): Promise<void> {
  if (!hasEnded(row) || row.code !== 'CANCELLED' || !task.deliveries) return;
  await tx.export.updateMany({ where: { id: row.id }, data: outcomeOf(task) });
}

/** A task that was deleted before it ended took its outcome with it. */
function lostTask(now: Date) {
  return {
    status: 'error',
    code: 'CANCELLED',
    message: 'The task was deleted before it ended.',
    endedAt: now,
  };
}

function columnsOf(task: WireTask, row: MirroredRow) {
  const finished = task.status === 'finished';
  const total = task.progress?.total;
  const bytesTotal = total === undefined ? row.bytesTotal : BigInt(total);
  return {
    status: task.status,
    percent: finished ? 100 : (task.percent ?? null),
    bytesDone: finished ? (bytesTotal ?? row.bytesDone) : BigInt(task.progress?.bytes ?? 0),
    bytesTotal,
    code: task.code ?? null,
    message: task.message ?? null,
    startedAt: readTime(task.started_at),
    endedAt: readTime(task.ended_at),
    // Only temporary URLs expire for a reader; what a target wrote stays there.
    expiresAt: task.result?.files?.some((file) => file.url) ? (taskExpiry(task) ?? null) : null,
  };
}

/**
 * What is left of a task when it is gone. The receipt is without temporary URLs: they are the key to
 * the files. One that failed half-way has a receipt, too: what was delivered is there.
 */
function outcomeOf(task: WireTask): Prisma.ExportUpdateManyMutationInput {
  const receipt = task.result?.files?.map(({ url: _, ...file }) => file);
  return {
    ...(receipt ? { result: receipt as Prisma.InputJsonArray, resultCount: receipt.length } : {}),
    ...(task.errors ? { errorFields: task.errors } : {}),
    errorDetail: task.details ?? null,
    ...(task.deliveries ? { deliveries: task.deliveries as Prisma.InputJsonArray } : {}),
  };
}

function differs(row: MirroredRow, next: ReturnType<typeof columnsOf>): boolean {
  return (Object.keys(next) as (keyof typeof next)[]).some(
    (key) => row[key]?.valueOf() !== next[key]?.valueOf(),
  );
}

const readTime = (text: string | null | undefined): Date | null => (text ? new Date(text) : null);
