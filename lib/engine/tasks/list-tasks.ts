import type { Prisma } from '#lib/db/generated/client.ts';
import type { Db } from '#lib/db/open.ts';
import { type Asker, isUuid, type TaskRecord, WITH_ALL } from './record.ts';

export type TaskFilter = {
  status?: string | undefined;
  operation?: string | undefined;
  jobId?: string | undefined;
  /** Only tasks whose files are still there. */
  hasFiles?: boolean | undefined;
  /** Any part of a file name, in any case. */
  search?: string | undefined;
};

/** One page, newest first. Asks for one more than it gives, to know whether there is more. */
export async function listTasks(
  db: Db,
  asker: Asker,
  filter: TaskFilter,
  page: { page: number; perPage: number },
): Promise<{ tasks: TaskRecord[]; more: boolean }> {
  if (filter.jobId !== undefined && !isUuid(filter.jobId)) return { tasks: [], more: false };
  const where: Prisma.TaskWhereInput = {
    teamId: asker.teamId,
    ...(filter.status ? { status: filter.status } : {}),
    ...(filter.operation ? { operation: filter.operation } : {}),
    ...(filter.jobId ? { jobId: filter.jobId } : {}),
    ...(filter.hasFiles || filter.search
      ? {
          files: {
            some: filter.search
              ? { filename: { contains: filter.search, mode: 'insensitive' } }
              : {},
          },
        }
      : {}),
  };
  const tasks = await db.task.findMany({
    where,
    include: WITH_ALL,
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    skip: (page.page - 1) * page.perPage,
    take: page.perPage + 1,
  });
  return { tasks: tasks.slice(0, page.perPage), more: tasks.length > page.perPage };
}
