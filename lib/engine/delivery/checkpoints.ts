import { setTimeout as sleep } from 'node:timers/promises';
import { seal, unseal } from '#lib/vault/seal.ts';
import type { EngineContext } from '../context.ts';

type Run = { id: string; teamId: string; runId: string };
type Waiting = {
  position: number;
  /** Hex; null: there is nothing left at the target. */
  sealed: string | null;
  written: PromiseWithResolvers<void>;
};

const sealedFor = (teamId: string, taskId: string, position: number) => ({
  team: teamId,
  record: taskId,
  field: `checkpoint.${position}`,
});

/** A checkpoint as it was saved. @throws Error when it belongs to another file, or was changed. */
export function openCheckpoint(
  engine: EngineContext,
  { id, teamId }: Omit<Run, 'runId'>,
  position: number,
  sealed: Uint8Array,
): unknown {
  return JSON.parse(unseal(engine.master, sealed, sealedFor(teamId, id, position)));
}

/** Milliseconds in which checkpoints are gathered: files that are begun together cost one statement. */
const GATHER = 4;

/**
 * Writes checkpoints of a run, each before its promise resolves. Those that come within a few
 * milliseconds, or while a statement is under way, go together: of many small files each has one.
 * @returns save: rejects when another run has the task. `undefined` says that nothing is left.
 */
export function createCheckpoints(engine: EngineContext, { id, teamId, runId }: Run) {
  let waiting: Waiting[] = [];
  let isWriting = false;

  /** Never rejects: each that waits is told of its own. */
  async function writeAll(): Promise<void> {
    isWriting = true;
    await sleep(GATHER);
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      try {
        const rows = await engine.db.prisma.$queryRaw<{ position: number }[]>`
          UPDATE "Delivery" d SET "checkpoint" = decode(v.sealed, 'hex'), "mark" = NULL
          FROM unnest(
            ${batch.map(({ position }) => position)}::int[],
            ${batch.map(({ sealed }) => sealed)}::text[]
          ) AS v(position, sealed)
          WHERE d."taskId" = ${id}::uuid AND d."position" = v.position AND EXISTS (
            SELECT 1 FROM "Task" t WHERE t."id" = d."taskId" AND (
              t."runId" = ${runId}::uuid OR (v.sealed IS NULL AND t."runId" IS NULL)))
          RETURNING d."position"`;
        const done = new Set(rows.map(({ position }) => position));
        for (const { position, sealed, written } of batch) {
          // What a task that is gone held is nobody's any more.
          if (sealed === null || done.has(position)) written.resolve();
          else written.reject(new Error('Another run has the task.'));
        }
      } catch (error) {
        for (const { written } of batch) written.reject(error);
      }
    }
    // In the same turn as the last look: nobody comes in between and waits for ever.
    isWriting = false;
  }

  return {
    async save(position: number, checkpoint: unknown): Promise<void> {
      const written = Promise.withResolvers<void>();
      const belongs = sealedFor(teamId, id, position);
      const sealed =
        checkpoint === undefined
          ? null
          : seal(engine.master, JSON.stringify(checkpoint), belongs).toString('hex');
      // Of two for one file in one batch the database would take either.
      const before = waiting.find((other) => other.position === position);
      if (before) await before.written.promise;
      waiting.push({ position, sealed, written });
      if (!isWriting) void writeAll();
      await written.promise;
    },
  };
}
