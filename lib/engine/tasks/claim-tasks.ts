import type { DbTx } from '#lib/db/open.ts';
import { Failure } from '#lib/errors.ts';
import { type EngineContext, MAX_ATTEMPTS } from '../context.ts';
import { tell } from '../tell.ts';
import { type Ending, endTasks } from './end-tasks.ts';
import { hasInputs, holdInputs, isReady, type Waits } from './ready.ts';
import { touchJobs } from './touch-jobs.ts';

/** A task that is a run's, as it stands in the database. */
export type Claimed = {
  id: string;
  teamId: string;
  jobId: string | null;
  runId: string;
  operation: string;
  options: unknown;
  secrets: Uint8Array | null;
  attempts: number;
  files: StoredFile[];
  staged: StoredBlob | undefined;
};

export type StoredBlob = {
  blobId: string;
  storageKey: string;
  size: bigint;
  sha256: string;
  blockSums: Uint8Array<ArrayBuffer> | null;
};
export type StoredFile = StoredBlob & { taskId: string; filename: string; contentType: string };

type Row = Omit<Claimed, 'files' | 'staged'> & { stagedBlobId: string | null };

/**
 * Takes tasks for a run, each for its own: from now on only this run may end it. Left out is what has
 * ended, still waits, is another run's, or ends here because an input failed or too many runs died
 * with it.
 */
export async function claimTasks(
  tx: DbTx,
  engine: EngineContext,
  taskIds: string[],
): Promise<Claimed[]> {
  if (taskIds.length === 0) return [];
  const now = engine.clock.now();
  const waits = await readWaits(tx, taskIds);
  const statesOf = await holdInputs(tx, [...waits.values()]);
  const ready = [...waits].flatMap(([id, task]) => (isReady(statesOf(task)) ? [id] : []));
  if (ready.length === 0) return [];
  // One that is processing belongs to a run that lives, or that housekeeping will give back.
  const rows = await tx.$queryRaw<Row[]>`
    UPDATE "Task" SET "status" = 'processing', "runId" = gen_random_uuid(), "attempts" = "attempts" + 1,
      "startedAt" = ${now}::timestamptz, "updatedAt" = ${now}::timestamptz
    WHERE "id" = ANY(${ready}::uuid[]) AND "status" = 'waiting'
    RETURNING "id", "teamId", "jobId", "runId", "operation", "options", "secrets", "attempts", "stagedBlobId"`;
  touchJobs(
    tx,
    engine,
    rows.map(({ jobId }) => jobId),
  );
  for (const { id } of rows) tell(tx, engine, id, 'changed');
  const inputsOf = ({ id }: Row) => waits.get(id)?.inputIds ?? [];
  const refused: Ending[] = [];
  const claimed: Row[] = [];
  for (const row of rows) {
    const failure = refuse(
      row,
      hasInputs(statesOf({ teamId: row.teamId, inputIds: inputsOf(row) })),
    );
    if (failure) refused.push({ id: row.id, fence: row, end: { status: 'error', failure } });
    else claimed.push(row);
  }
  await endTasks(tx, engine, refused);
  const files = await readFiles(tx, claimed.flatMap(inputsOf));
  const staged = await readStaged(tx, claimed);
  return claimed.map(({ stagedBlobId, ...row }) => ({
    ...row,
    files: inputsOf({ ...row, stagedBlobId }).flatMap((id) => files.get(id) ?? []),
    staged: stagedBlobId ? staged.get(stagedBlobId) : undefined,
  }));
}

function refuse({ attempts }: Row, inputsAreThere: boolean): Failure | undefined {
  if (!inputsAreThere) return new Failure('INPUT_TASK_FAILED');
  if (attempts <= MAX_ATTEMPTS) return undefined;
  const text = `The task was broken off ${attempts - 1} times and is not tried again.`;
  return new Failure('INTERNAL', text);
}

/** What each task waits for, by its id; without those that are gone. */
async function readWaits(tx: DbTx, taskIds: string[]): Promise<Map<string, Waits>> {
  const rows = await tx.$queryRaw<{ id: string; teamId: string; inputIds: string[] }[]>`
    SELECT t."id", t."teamId", ARRAY(
      SELECT i."inputId" FROM "TaskInput" i WHERE i."taskId" = t."id" ORDER BY i."position") AS "inputIds"
    FROM "Task" t WHERE t."id" = ANY(${taskIds}::uuid[]) AND t."status" = 'waiting'`;
  return new Map(rows.map(({ id, ...waits }) => [id, waits]));
}

/** The files of tasks, by the ids of these, in their order. */
async function readFiles(tx: DbTx, taskIds: string[]): Promise<Map<string, StoredFile[]>> {
  const ids = [...new Set(taskIds)];
  if (ids.length === 0) return new Map();
  const files = await tx.$queryRaw<StoredFile[]>`
    SELECT f."taskId", f."filename", f."contentType", f."blobId",
      b."storageKey", b."size", b."sha256", b."blockSums"
    FROM "File" f JOIN "Blob" b ON b."id" = f."blobId"
    WHERE f."taskId" = ANY(${ids}::uuid[]) ORDER BY f."taskId", f."position"`;
  return Map.groupBy(files, ({ taskId }) => taskId);
}

async function readStaged(tx: DbTx, rows: Row[]): Promise<Map<string, StoredBlob>> {
  const ids = rows.flatMap(({ stagedBlobId }) => stagedBlobId ?? []);
  if (ids.length === 0) return new Map();
  const blobs = await tx.blob.findMany({ where: { id: { in: ids } } });
  return new Map(blobs.map(({ id, ...blob }) => [id, { blobId: id, ...blob }]));
}
