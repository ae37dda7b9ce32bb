import type { Engine } from '#lib/engine/engine.ts';
import { type Asker, hasEnded, isUuid } from '#lib/engine/tasks/record.ts';
import { Failure } from '#lib/errors.ts';

/**
 * Resolves once the job has ended, or after `timeoutMs`. Reads a row of the job and one of a task for
 * each task that it waits for, however many there are.
 *
 * @throws Failure NOT_FOUND; what `signal` was aborted with.
 */
export async function waitForJob(
  engine: Engine,
  { teamId, userId }: Asker,
  id: string,
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<void> {
  const { prisma } = engine.context.db;
  const until = performance.now() + timeoutMs;
  for (;;) {
    const job = isUuid(id)
      ? await prisma.job.findFirst({ where: { id, teamId }, select: { status: true } })
      : null;
    if (!job) throw new Failure('NOT_FOUND', 'There is no such job, or it has been deleted.');
    const left = until - performance.now();
    if (hasEnded(job) || left <= 0) return;
    const open = await prisma.task.findFirst({
      where: { jobId: id, status: { in: ['waiting', 'processing'] } },
      select: { id: true },
    });
    // None is open, so the job ended between the two looks: the next one sees it.
    if (open) await engine.waitForEnd({ teamId, userId }, open.id, left, signal).catch(ignoreGone);
  }
}

/** A task that is deleted while the job waits for it has ended, too. */
function ignoreGone(error: unknown): void {
  if (!(error instanceof Failure) || error.code !== 'NOT_FOUND') throw error;
}
