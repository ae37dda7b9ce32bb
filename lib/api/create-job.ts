import { randomUUID } from 'node:crypto';
import { type Creation, createTasks } from '#lib/engine/tasks/create-tasks.ts';
import { queueJobEvents } from '#lib/engine/webhooks/queue-events.ts';
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
  const id = randomUUID();
  const { teamId, userId } = principal;
  const { tag, webhookUrl } = plan;
  const discards: (() => Promise<void>)[] = [];
  const creations: Creation[] = [];
  try {
    for (const { operation, options, ...planned } of plan.tasks) {
      const { task, discard } = await stage(engine, operation, options);
      discards.push(discard);
      const { name, inputIds, ignoreError } = planned;
      const named = { ...task, id: planned.id, inputIds, ignoreError, job: { id, name } };
      creations.push({ asker: principal, task: named });
    }
    await engine.context.transaction(async (tx) => {
      const createdAt = clock.now();
      const status = 'waiting';
      await tx.job.create({
        data: { id, teamId, createdById: userId, tag, webhookUrl, status, createdAt },
      });
      await createTasks(tx, engine.context, creations);
      await queueJobEvents(tx, [id], 'job.created', createdAt);
    });
  } catch (error) {
    for (const discard of discards) await discard();
    throw error;
  }
  return id;
}
