import type { Prisma } from '#lib/db/generated/client.ts';
import { WITH_ALL } from '#lib/engine/tasks/record.ts';
import { type Bases, type Describer, describeTask, wireTime } from './describe-task.ts';

/** Tasks of a job in an order that stays: they are made in one moment. */
export const WITH_TASKS = {
  tasks: { include: WITH_ALL, orderBy: [{ createdAt: 'asc' }, { name: 'asc' }, { id: 'asc' }] },
} as const satisfies Prisma.JobInclude;

export type JobRecord = Prisma.JobGetPayload<{ include: typeof WITH_TASKS }>;
export type BareJob = Omit<JobRecord, 'tasks'>;

/** A job in the wire's shape and order of keys, with its tasks where it was read with them. */
export function describeJob(job: BareJob | JobRecord, bases: Bases, signers: Describer) {
  return {
    id: job.id,
    tag: job.tag,
    status: job.status,
    created_at: wireTime(job.createdAt),
    started_at: wireTime(job.startedAt),
    ended_at: wireTime(job.endedAt),
    ...('tasks' in job
      ? { tasks: job.tasks.map((task) => describeTask(task, bases, signers)) }
      : {}),
    links: { self: `${bases.app}/v2/jobs/${job.id}` },
  };
}
