import { gather } from '#lib/db/gather.ts';
import type { Db } from '#lib/db/open.ts';
import { noSuchTask } from './find-task.ts';
import { readRecords } from './read-records.ts';
import { type Asker, isUuid, type TaskRecord } from './record.ts';

type Asked = { teamId: string; id: string };

/** Reads tasks for all who ask at the same time together. */
export type TaskReader = {
  /** @returns undefined for a task of another team, too. */
  find(asker: Asker, id: string): Promise<TaskRecord | undefined>;
  /** @throws Failure NOT_FOUND. */
  get(asker: Asker, id: string): Promise<TaskRecord>;
};

export function createTaskReader(prisma: Db): TaskReader {
  const read = gather(async (asked: Asked[]) => {
    const byId = new Map((await readRecords(prisma, asked)).map((task) => [task.id, task]));
    return asked.map(({ teamId, id }) => {
      const task = byId.get(id);
      return task?.teamId === teamId ? task : undefined;
    });
  });
  const find = async ({ teamId }: Asker, id: string) =>
    isUuid(id) ? read({ teamId, id: id.toLowerCase() }) : undefined;
  return {
    find,
    async get(asker, id) {
      const task = await find(asker, id);
      if (!task) throw noSuchTask();
      return task;
    },
  };
}
