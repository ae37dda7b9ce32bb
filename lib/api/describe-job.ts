import type { Prisma } from '#lib/db/generated/client.ts';
import { WITH_ALL } from '#lib/engine/tasks/record.ts';
import { type Bases, type Describer, describeTask, wireTime } from './describe-task.ts';

/** A job with what its description needs. */
export const WITH_TASKS = {
  tasks: { include: WITH_ALL, orderBy: { createdAt: 'asc' } },
} as const satisfies Prisma.JobInclude;

export type JobRecord = Prisma.JobGetPayload<{ include: typeof WITH_TASKS }>;

/** A job in the wire's shape and order of keys. */
export function describeJob(
  job: JobRecord,
  bases: Bases,
  signers: Describer,
  { tasks }: { tasks: boolean },
) {
  return {
    id: job.id,
    tag: job.tag,
    status: job.status,
    created_at: wireTime(job.createdAt),
    started_at: wireTime(job.startedAt),
    ended_at: wireTime(job.endedAt),
    ...(tasks ? { tasks: job.tasks.map((task) => describeTask(task, bases, signers)) } : {}),
    links: { self: `${bases.app}/v2/jobs/${job.id}` },
  };
}
