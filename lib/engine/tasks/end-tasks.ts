import type { DbTx } from '#lib/db/open.ts';
import type { Failure } from '#lib/errors.ts';
import { type EngineContext, KEEP_FOR, type OutputFile } from '../context.ts';
import { tell } from '../tell.ts';
import { createBlobs } from './create-blobs.ts';
import { touchJobs } from './touch-jobs.ts';
import { wakeDependents } from './wake-dependents.ts';

export type TaskEnd =
  | { status: 'finished'; files: OutputFile[] }
  | { status: 'error'; failure: Failure };

/** Milliseconds that a run gets to remove what it left at a target, before others look for it. */
const SWEEP_AFTER = 60_000;

/** Which run may end the task: the one that has it, or any state that a person overrules. */
type Fence = { runId: string } | { statuses: ('waiting' | 'processing')[] };

export type Ending = { id: string; fence: Fence; end: TaskEnd };

/**
 * Ends tasks: their states, their files, their jobs and the tasks that waited for them, all in `tx`.
 *
 * @returns the ids of those that ended: for the others the fence did not hold, since another run has
 * the task, or it has ended already.
 */
export async function endTasks(
  tx: DbTx,
  engine: EngineContext,
  endings: Ending[],
): Promise<Set<string>> {
  if (endings.length === 0) return new Set();
  const now = engine.clock.now();
  const expiresAt = new Date(now.getTime() + KEEP_FOR);
  const sweepAt = new Date(now.getTime() + SWEEP_AFTER);
  const rows = await tx.$queryRaw<{ id: string; jobId: string | null }[]>`
    UPDATE "Task" t SET
      "status" = e."status", "code" = e."code", "message" = e."message",
      "errorFields" = e."errorFields", "errorDetail" = e."errorDetail",
      "percent" = CASE WHEN e."status" = 'finished' THEN 100 ELSE t."percent" END,
      "sweepAt" = CASE
        WHEN e."status" = 'error' AND EXISTS (
          SELECT 1 FROM "Delivery" d WHERE d."taskId" = t."id"
            AND (d."checkpoint" IS NOT NULL OR d."mark" IS NOT NULL))
        THEN ${sweepAt}::timestamptz ELSE t."sweepAt" END,
      "runId" = NULL, "endedAt" = ${now}::timestamptz, "updatedAt" = ${now}::timestamptz,
      "expiresAt" = ${expiresAt}::timestamptz
    FROM json_to_recordset(${JSON.stringify(endings.map(toRow))}::text::json) AS e(
      "id" uuid, "runId" uuid, "statuses" text[], "status" text,
      "code" text, "message" text, "errorFields" jsonb, "errorDetail" text)
    WHERE t."id" = e."id"
      AND CASE WHEN e."runId" IS NULL THEN t."status" = ANY(e."statuses")
        ELSE t."runId" = e."runId" AND t."status" = 'processing' END
    RETURNING t."id", t."jobId"`;
  const ended = new Set(rows.map(({ id }) => id));
  await addFiles(
    tx,
    endings.filter(({ id }) => ended.has(id)),
  );
  await wakeDependents(tx, engine, [...ended]);
  touchJobs(
    tx,
    engine,
    rows.map(({ jobId }) => jobId),
  );
  for (const id of ended) tell(tx, engine, id, 'ended');
  return ended;
}

function toRow({ id, fence, end }: Ending) {
  const failure = end.status === 'error' ? end.failure : undefined;
  return {
    id,
    ...('runId' in fence ? { runId: fence.runId } : { statuses: fence.statuses }),
    status: end.status,
    code: failure?.code,
    message: failure?.message,
    errorFields: failure?.fields,
    errorDetail: failure?.detail,
  };
}

async function addFiles(tx: DbTx, endings: Ending[]): Promise<void> {
  const files = endings.flatMap(({ id: taskId, end }) =>
    end.status === 'finished'
      ? end.files.map((file, position) => ({ taskId, position, ...file }))
      : [],
  );
  if (files.length === 0) return;
  const blobIds = await createBlobs(
    tx,
    files.map(({ bytes }) => bytes),
  );
  const data = files.map(({ bytes: _, ...file }, index) => ({
    ...file,
    blobId: blobIds[index] ?? '',
  }));
  await tx.file.createMany({ data });
}
