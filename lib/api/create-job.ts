import { randomUUID } from 'node:crypto';
import { createTask, type NewTask } from '#lib/engine/tasks/create-task.ts';
import { queueJobEvent } from '#lib/engine/webhooks/queue-event.ts';
import type { RouteOptions } from './api.ts';
import type { JobPlan } from './job-plan.ts';
import { stage } from './new-task.ts';
import type { Principal } from './principal.ts';
import { refuseManyForOne } from './refuse-many-for-one.ts';

/**
 * Makes a planned job with all its tasks, or nothing.
 *
 * @returns the id of the job. @throws Failure INVALID_DATA.
 */
export async function createJob(
  { engine, clock }: Pick<RouteOptions, 'engine' | 'clock'>,
  principal: Principal,
  plan: JobPlan,
): Promise<string> {
  for (const { name, operation, inputIds } of plan.tasks)
    await refuseManyForOne(engine, principal, operation.id, inputIds, `tasks.${name}.input`);
  const { db, changes } = engine.context;
  const id = randomUUID();
  const { teamId, userId } = principal;
  const { tag, webhookUrl } = plan;
  const discards: (() => Promise<void>)[] = [];
  const ready: NewTask[] = [];
  const ids: string[] = [];
  try {
    for (const { operation, options, ...planned } of plan.tasks) {
      const { task, discard } = await stage(engine, operation, options);
      discards.push(discard);
      const { name, inputIds, ignoreError } = planned;
      ready.push({ ...task, id: planned.id, inputIds, ignoreError, job: { id, name } });
    }
    await db.prisma.$transaction(async (tx) => {
      const createdAt = clock.now();
      const status = 'waiting';
      await tx.job.create({
        data: { id, teamId, createdById: userId, tag, webhookUrl, status, createdAt },
      });
      for (const task of ready)
        ids.push((await createTask(tx, engine.context, principal, task)).id);
      await queueJobEvent(tx, id, 'job.created', createdAt);
    });
  } catch (error) {
    for (const discard of discards) await discard();
    throw error;
  }
  for (const taskId of ids) changes.emit(taskId, 'created');
  return id;
}
