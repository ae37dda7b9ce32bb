import { getOperation } from '#lib/operations/registry.ts';
import type { EngineContext } from '../context.ts';
import { openOptions } from '../tasks/open-options.ts';
import { readLeftovers } from './leftovers.ts';
import { createRedactor } from './redactor.ts';
import type { Target } from './target.ts';
import { settleSoon } from './watch-silence.ts';

const BATCH = 5;
/** Milliseconds for one task: what cannot be reached now is tried again later. */
const WITHIN = 20_000;
/** Milliseconds until the next try; grows with the age of the task. */
const TRY_AGAIN = 60_000;

type FindTarget = (operationId: string) => Target | undefined;
type Swept = {
  id: string;
  teamId: string;
  operation: string;
  options: unknown;
  secrets: Uint8Array | null;
};

/** Removes what ended tasks left at their targets: their worker died, or the target was away. */
export async function sweepTargets(engine: EngineContext, findTarget: FindTarget): Promise<void> {
  const now = engine.clock.now();
  const due = await engine.db.prisma.task.findMany({
    where: { sweepAt: { lte: now } },
    orderBy: { sweepAt: 'asc' },
    take: BATCH,
  });
  await Promise.all(
    due.map(async (task) => {
      const left = await sweepTask(engine, findTarget, task);
      const age = now.getTime() - (task.endedAt ?? now).getTime();
      const next = left ? new Date(now.getTime() + Math.max(TRY_AGAIN, age)) : null;
      await engine.db.prisma.task.updateMany({ where: { id: task.id }, data: { sweepAt: next } });
    }),
  );
}

/** @returns whether something is still there, as far as is known. Never throws for the target's sake. */
export async function sweepTask(
  engine: EngineContext,
  findTarget: FindTarget,
  task: Swept,
): Promise<boolean> {
  const target = findTarget(task.operation);
  const leftovers = target ? await readLeftovers(engine, task, target) : [];
  if (leftovers.length === 0 || !target) return false;
  const options = openOptions(engine, task);
  const signal = AbortSignal.timeout(WITHIN);
  const { egress, clock } = engine;
  try {
    const opening = target.open(options, { egress, clock, signal });
    const session = await settleSoon(opening, signal);
    try {
      for (const { position, name, size, checkpoint } of leftovers) {
        const file = { name, size, contentType: '', sha256: '', createOnly: false, open: refuse };
        await settleSoon(session.discard(file, checkpoint, signal), signal);
        await engine.db.prisma.delivery.updateMany({
          where: { taskId: task.id, position },
          data: { checkpoint: null, mark: null },
        });
      }
    } finally {
      await session.close();
    }
    return false;
  } catch (error) {
    const redact = createRedactor(getOperation(task.operation), options);
    const words = redact(error instanceof Error ? error.message : String(error));
    engine.log.warn({ task: task.id, error: words }, 'a target still holds parts of a file');
    return true;
  }
}

/** Discarding needs a name and no bytes. */
const refuse = () => Promise.reject(new Error('A file that is discarded is not read.'));
