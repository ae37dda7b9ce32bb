import { randomBytes } from 'node:crypto';
import type { EngineContext, InputFile } from '../context.ts';
import type { Claim } from '../tasks/open-claim.ts';
import { createCheckpoints } from './checkpoints.ts';
import { readCheckpoint } from './leftovers.ts';
import { overwrites, type Receipt, type TargetNames } from './target.ts';

/** A failure of one attempt, as the task tells it. Times are ISO, UTC. */
export type FailedAttempt = {
  at: string;
  code: string;
  message: string;
  details?: string;
  /** When it is tried again; absent when it is not. */
  retry_at?: string;
};

/** What is told of a file that was delivered: what was sent, and what the target says of it. */
export type StoredReceipt = Receipt & { sha256: string; content_type: string };

/** One file of a delivery, in memory while its task runs; the row in the database follows. */
export type Entry = {
  readonly position: number;
  readonly input: InputFile;
  name: string;
  status: 'waiting' | 'sending' | 'done' | 'skipped' | 'failed';
  bytesDone: number;
  checkpoint: unknown;
  /** Noted for this run, and not used yet. */
  mark: string | undefined;
  receipt: StoredReceipt | undefined;
  attempts: FailedAttempt[];
};

export type Ledger = {
  entries: Entry[];
  /** The rows are there: they are made while the target is opened. */
  ready: Promise<void>;
  /** Notes that an entry has changed: written with the next flush. One that is done has no checkpoint. */
  touch(entry: Entry): void;
  /** Writes what was touched, in one statement. */
  flush(): Promise<void>;
  /** Forgets the marks of files that were never begun: nobody need look for them at the target. */
  dropMarks(): void;
  /** Writes at once. `undefined`: there is nothing left at the target. @throws when another run has the task. */
  saveCheckpoint(entry: Entry, checkpoint: unknown): Promise<void>;
};

/**
 * The files of a task that stores files elsewhere: as an earlier run left them, or anew.
 * @param names at the target, one for each input.
 */
export async function openLedger(
  engine: EngineContext,
  claim: Claim,
  names: readonly string[],
  target: TargetNames,
): Promise<Ledger> {
  const { prisma } = engine.db;
  const { id, runId, inputs } = claim;
  const checkpoints = createCheckpoints(engine, claim);
  const earlier = await prisma.delivery.findMany({
    where: { taskId: id },
    orderBy: { position: 'asc' },
  });
  // A file that only finds its name taken has begun nothing, and is to cost nothing more.
  const hasMarks = target.firstCheckpoint && overwrites(claim.options);
  const entries: Entry[] = inputs.map((input, position) => {
    const row = earlier[position];
    const isOver = row?.status === 'done' || row?.status === 'skipped';
    return {
      position,
      input,
      name: row?.name ?? names[position] ?? input.filename,
      status: isOver ? (row.status as 'done' | 'skipped') : 'waiting',
      bytesDone: isOver ? input.size : 0,
      checkpoint: row && readCheckpoint(engine, claim, target, row),
      mark: row || !hasMarks ? undefined : randomBytes(6).toString('hex'),
      receipt: (row?.receipt as StoredReceipt | null | undefined) ?? undefined,
      attempts: (row?.attempts as FailedAttempt[] | undefined) ?? [],
    };
  });
  const ready = earlier.length === 0 ? insertAll(engine, id, entries) : Promise.resolve();
  // Awaited by whoever needs the rows; until then nobody listens, and that would end the process.
  ready.catch(() => {});
  const touched = new Set<Entry>();
  const dropped = new Set<Entry>();
  let flushing = ready;

  async function write(): Promise<void> {
    if (touched.size === 0) return;
    const rows = [...touched];
    touched.clear();
    const column = <T>(read: (entry: Entry) => T) => rows.map(read);
    try {
      // A task that was cancelled has no run any more, and keeps what this one knows of its files.
      await prisma.$executeRaw`
        UPDATE "Delivery" d SET "name" = v.name, "status" = v.status, "bytesDone" = v.bytes,
          "receipt" = v.receipt::jsonb, "attempts" = v.attempts::jsonb,
          "checkpoint" = CASE WHEN v.status IN ('done', 'skipped') THEN NULL ELSE d."checkpoint" END,
          "mark" = CASE WHEN v.status IN ('done', 'skipped') OR v.dropped THEN NULL ELSE d."mark" END
        FROM unnest(
          ${column((entry) => entry.position)}::int[], ${column((entry) => entry.name)}::text[],
          ${column((entry) => entry.status)}::text[],
          ${column((entry) => BigInt(entry.bytesDone))}::bigint[],
          ${column((entry) => (entry.receipt ? JSON.stringify(entry.receipt) : null))}::text[],
          ${column((entry) => JSON.stringify(entry.attempts))}::text[],
          ${column((entry) => dropped.has(entry))}::boolean[]
        ) AS v(position, name, status, bytes, receipt, attempts, dropped)
        WHERE d."taskId" = ${id}::uuid AND d."position" = v.position AND EXISTS (
          SELECT 1 FROM "Task" t WHERE t."id" = d."taskId"
            AND (t."runId" = ${runId}::uuid OR t."status" = 'error'))`;
    } catch (error) {
      for (const entry of rows) touched.add(entry);
      throw error;
    }
  }

  return {
    entries,
    ready,
    touch: (entry) => void touched.add(entry),
    flush() {
      // One after the other: what is older never overwrites what is newer.
      flushing = flushing.then(write, write);
      return flushing;
    },
    dropMarks() {
      for (const entry of entries) {
        if (entry.mark === undefined) continue;
        entry.mark = undefined;
        dropped.add(entry);
        touched.add(entry);
      }
    },
    async saveCheckpoint(entry, checkpoint) {
      // Kept here first: whatever happens to the row, this run can clean up after itself.
      entry.checkpoint = checkpoint;
      await checkpoints.save(entry.position, checkpoint);
    },
  };
}

/** One statement of a few parameters, however many files there are. */
async function insertAll({ db }: EngineContext, taskId: string, entries: Entry[]): Promise<void> {
  const column = <T>(read: (entry: Entry) => T) => entries.map(read);
  await db.prisma.$executeRaw`
    INSERT INTO "Delivery" ("taskId", "position", "filename", "name", "size", "mark", "status")
    SELECT ${taskId}::uuid, v.*, 'waiting' FROM unnest(
      ${column(({ position }) => position)}::int[],
      ${column(({ input }) => input.filename)}::text[],
      ${column(({ name }) => name)}::text[],
      ${column(({ input }) => BigInt(input.size))}::bigint[],
      ${column(({ mark }) => mark ?? null)}::text[]
    ) AS v`;
}
