import type { DbTx } from '#lib/db/open.ts';
import { queueJobEvent } from '../webhooks/queue-event.ts';
import { hasEnded } from './record.ts';

/** Brings a job's status in line with its tasks, in the transaction that changed one of them. */
export async function updateJob(tx: DbTx, jobId: string, now: Date): Promise<void> {
  // Two tasks of a job may end at once: the second to come sees what the first did.
  const [before] = await tx.$queryRaw<{ status: string }[]>`
    SELECT "status" FROM "Job" WHERE "id" = ${jobId}::uuid FOR UPDATE`;
  const tasks = await tx.task.findMany({
    where: { jobId },
    select: { status: true, startedAt: true, ignoreError: true },
  });
  const ended = tasks.every(hasEnded);
  const failed = tasks.some((task) => task.status === 'error' && !task.ignoreError);
  const started = tasks.some((task) => task.startedAt !== null);
  await tx.job.update({
    where: { id: jobId },
    data: {
      status: ended ? (failed ? 'error' : 'finished') : started ? 'processing' : 'waiting',
      ...(ended ? { endedAt: now } : {}),
    },
  });
  if (started)
    await tx.job.updateMany({ where: { id: jobId, startedAt: null }, data: { startedAt: now } });
  // A job whose last task is taken away is being deleted: it has not finished.
  if (ended && tasks.length > 0 && before && !hasEnded(before))
    await queueJobEvent(tx, jobId, failed ? 'job.failed' : 'job.finished', now);
}
