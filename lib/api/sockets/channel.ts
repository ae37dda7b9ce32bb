/** What a client may listen to: one task, one job, the tasks of a job, or all that a person's keys make. */
export type Channel = { of: 'task' | 'job' | 'job-tasks' | 'user-jobs' | 'user-tasks'; id: string };

const UUID = '([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})';
const SHAPES: readonly [Channel['of'], RegExp][] = [
  ['task', new RegExp(`^private-task\\.${UUID}$`)],
  // The hosted service's own example writes `jobs` where its table writes `job`.
  ['job', new RegExp(`^private-jobs?\\.${UUID}$`)],
  ['job-tasks', new RegExp(`^private-jobs?\\.${UUID}\\.tasks$`)],
  ['user-jobs', new RegExp(`^private-user\\.${UUID}\\.jobs$`)],
  ['user-tasks', new RegExp(`^private-user\\.${UUID}\\.tasks$`)],
];

/** @returns undefined for a name that no channel has. */
export function parseChannel(name: unknown): Channel | undefined {
  if (typeof name !== 'string' || name.length > 100) return undefined;
  for (const [of, shape] of SHAPES) {
    const id = shape.exec(name)?.[1];
    if (id) return { of, id };
  }
  return undefined;
}

/** Where events of a task are told. */
export const channelsOfTask = (task: {
  id: string;
  jobId: string | null;
  createdById: string | null;
}): Channel[] => [
  { of: 'task', id: task.id },
  ...(task.jobId ? [{ of: 'job-tasks' as const, id: task.jobId }] : []),
  ...(task.createdById ? [{ of: 'user-tasks' as const, id: task.createdById }] : []),
];

/** Where events of a job are told. */
export const channelsOfJob = (job: { id: string; createdById: string | null }): Channel[] => [
  { of: 'job', id: job.id },
  ...(job.createdById ? [{ of: 'user-jobs' as const, id: job.createdById }] : []),
];
