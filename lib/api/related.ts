import type { Db } from '#lib/db/open.ts';
import { type Asker, isUuid, type TaskRecord, WITH_ALL } from '#lib/engine/tasks/record.ts';
import { describeJob } from './describe-job.ts';
import { type Bases, type Describer, describeTask } from './describe-task.ts';

/** What `include` may ask for besides the task's own. */
const NAMES = ['depends_on_tasks', 'retries', 'job'] as const;

/** `include` of a request: names with commas between them. Unknown ones are ignored. */
export const readIncludes = (text: string | undefined): ReadonlySet<string> =>
  new Set((text ?? '').split(',').map((name) => name.trim()));

/**
 * Reads what tasks are related to, for all of them at once.
 *
 * @returns for a task, the keys that were asked for: `depends_on_tasks` and `retries` are tasks, `job`
 * is the job without its tasks, or null. What is gone, or another team's, is left out.
 */
export async function readRelated(
  prisma: Db,
  asker: Asker,
  tasks: TaskRecord[],
  include: ReadonlySet<string>,
  { bases, signers }: { bases: Bases; signers: Describer },
): Promise<(task: TaskRecord) => Record<string, unknown>> {
  if (!NAMES.some((name) => include.has(name))) return () => ({});
  const { teamId } = asker;
  const inputIdsOf = (task: TaskRecord) =>
    task.inputs.map((input) => input.inputId.toLowerCase()).filter(isUuid);
  const inputIds = include.has('depends_on_tasks') ? tasks.flatMap(inputIdsOf) : [];
  const taskIds = include.has('retries') ? tasks.map((task) => task.id) : [];
  const jobIds = include.has('job') ? tasks.flatMap(({ jobId }) => (jobId ? [jobId] : [])) : [];

  const orderBy = [{ createdAt: 'asc' as const }, { id: 'asc' as const }];
  const find = (where: { id: { in: string[] } } | { retryOfTaskId: { in: string[] } }) =>
    prisma.task.findMany({ where: { ...where, teamId }, include: WITH_ALL, orderBy });
  const inputs = inputIds.length > 0 ? await find({ id: { in: inputIds } }) : [];
  const retries = taskIds.length > 0 ? await find({ retryOfTaskId: { in: taskIds } }) : [];
  const jobs =
    jobIds.length > 0 ? await prisma.job.findMany({ where: { id: { in: jobIds }, teamId } }) : [];

  const inputById = new Map(inputs.map((task) => [task.id, task]));
  const retriesByTask = Map.groupBy(retries, (task) => task.retryOfTaskId);
  const jobById = new Map(jobs.map((job) => [job.id, job]));
  const toWire = (task: TaskRecord) => describeTask(task, bases, signers);

  return (task) => {
    const job = task.jobId ? jobById.get(task.jobId) : undefined;
    const dependsOn = inputIdsOf(task).flatMap((id) => inputById.get(id) ?? []);
    return {
      ...(include.has('depends_on_tasks') ? { depends_on_tasks: dependsOn.map(toWire) } : {}),
      ...(include.has('retries')
        ? { retries: (retriesByTask.get(task.id) ?? []).map(toWire) }
        : {}),
      ...(include.has('job') ? { job: job ? describeJob(job, bases, signers) : null } : {}),
    };
  };
}
