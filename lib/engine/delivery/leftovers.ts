import type { EngineContext } from '../context.ts';
import { openCheckpoint } from './checkpoints.ts';
import type { TargetNames } from './target.ts';

/** What is known to be, or may be, at the target of a file. */
export function readCheckpoint(
  engine: EngineContext,
  task: { id: string; teamId: string },
  target: TargetNames,
  row: { position: number; name: string; checkpoint: Uint8Array | null; mark: string | null },
): unknown {
  if (row.checkpoint) return openCheckpoint(engine, task, row.position, row.checkpoint);
  return row.mark === null ? undefined : target.firstCheckpoint?.(row.name, row.mark);
}

/** Checkpoints of a task that has ended or waits, with what is needed to remove what they tell of. */
export async function readLeftovers(
  engine: EngineContext,
  task: { id: string; teamId: string },
  target: TargetNames,
) {
  const rows = await engine.db.prisma.delivery.findMany({
    where: { taskId: task.id, OR: [{ checkpoint: { not: null } }, { mark: { not: null } }] },
    orderBy: { position: 'asc' },
  });
  return rows.map((row) => ({
    position: row.position,
    name: row.name,
    size: Number(row.size),
    checkpoint: readCheckpoint(engine, task, target, row),
  }));
}
