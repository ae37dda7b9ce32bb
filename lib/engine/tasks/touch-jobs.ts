import type { DbTx } from '#lib/db/open.ts';
import type { EngineContext } from '../context.ts';
import { queueJobEvents } from '../webhooks/queue-events.ts';
import { hasEnded } from './record.ts';

type Sums = { id: string; tasks: number; ended: boolean; failed: boolean; started: boolean };

const touched = new WeakMap<DbTx, Set<string>>();

/**
 * Brings the statuses of jobs in line with their tasks, in the transaction that changed some of
 * them: at its end and once for each job, since a job is locked after all tasks, never between two.
 *
 * @param jobIds of the changed tasks; null for one without a job.
 */
export function touchJobs(tx: DbTx, engine: EngineContext, jobIds: (string | null)[]): void {
  for (const id of jobIds) {
    if (id === null) continue;
    const ids = touched.get(tx) ?? new Set();
    ids.add(id);
    if (touched.has(tx)) continue;
    touched.set(tx, ids);
    engine.beforeCommit(tx, () => updateJobs(tx, [...ids].sort(), engine.clock.now()));
  }
}

async function updateJobs(tx: DbTx, ids: string[], now: Date): Promise<void> {
  // Two tasks of a job may end at once: the second to come sees what the first did. NO KEY: rows that
  // name the job hold its key, and two transactions that both do would wait for each other.
  const before = await tx.$queryRaw<{ id: string; status: string }[]>`
    SELECT "id", "status" FROM "Job" WHERE "id" = ANY(${ids}::uuid[]) ORDER BY "id" FOR NO KEY UPDATE`;
  const sums = await tx.$queryRaw<Sums[]>`
    SELECT j."id", count(t."id")::int AS "tasks",
      coalesce(bool_and(t."status" IN ('finished', 'error')), true) AS "ended",
      coalesce(bool_or(t."status" = 'error' AND NOT t."ignoreError"), false) AS "failed",
      coalesce(bool_or(t."startedAt" IS NOT NULL), false) AS "started"
    FROM "Job" j LEFT JOIN "Task" t ON t."jobId" = j."id"
    WHERE j."id" = ANY(${ids}::uuid[]) GROUP BY j."id"`;
  const rows = sums.map((sum) => ({ ...sum, status: statusOf(sum) }));
  await tx.$executeRaw`
    UPDATE "Job" j SET "status" = s."status",
      "startedAt" = CASE WHEN s."started" THEN coalesce(j."startedAt", ${now}::timestamptz) ELSE j."startedAt" END,
      "endedAt" = CASE WHEN s."ended" THEN ${now}::timestamptz ELSE j."endedAt" END
    FROM json_to_recordset(${JSON.stringify(rows)}::text::json) AS s(
      "id" uuid, "status" text, "started" boolean, "ended" boolean)
    WHERE j."id" = s."id"`;
  const open = new Set(before.flatMap((job) => (hasEnded(job) ? [] : [job.id])));
  // A job whose last task is taken away is being deleted: it has not finished.
  const ended = rows.filter(
    ({ id, ended: isEnded, tasks }) => isEnded && tasks > 0 && open.has(id),
  );
  for (const [failed, jobs] of Map.groupBy(ended, (job) => job.failed))
    await queueJobEvents(
      tx,
      jobs.map(({ id }) => id),
      failed ? 'job.failed' : 'job.finished',
      now,
    );
}

const statusOf = ({ ended, failed, started }: Sums): string =>
  ended ? (failed ? 'error' : 'finished') : started ? 'processing' : 'waiting';
