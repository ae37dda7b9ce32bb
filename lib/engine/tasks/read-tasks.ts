import { gather } from '#lib/db/gather.ts';
import type { Db } from '#lib/db/open.ts';
import { noSuchTask } from './find-task.ts';
import { type Asker, isUuid, type TaskRecord, WITH_ALL } from './record.ts';

type Asked = { teamId: string; id: string };

/** Reads tasks for all who ask at the same time together. */
export type TaskReader = {
  /** @returns undefined for a task of another team, too. */
  find(asker: Asker, id: string): Promise<TaskRecord | undefined>;
  /** @throws Failure NOT_FOUND. */
  get(asker: Asker, id: string): Promise<TaskRecord>;
  /** Whether there is such a task and it has not ended: less to read than the whole. */
  isOpen(asker: Asker, id: string): Promise<boolean>;
};

export function createTaskReader(prisma: Db): TaskReader {
  const read = gather((asked: Asked[]) =>
    byTeam(asked, (teamId, ids) =>
      prisma.task.findMany({ where: { id: { in: ids }, teamId }, include: WITH_ALL }),
    ),
  );
  const look = gather((asked: Asked[]) =>
    byTeam(asked, (teamId, ids) =>
      prisma.task.findMany({
        where: { id: { in: ids }, teamId, status: { in: ['waiting', 'processing'] } },
        select: { id: true },
      }),
    ),
  );
  const find = async ({ teamId }: Asker, id: string) =>
    isUuid(id) ? read({ teamId, id: id.toLowerCase() }) : undefined;
  return {
    find,
    async get(asker, id) {
      const task = await find(asker, id);
      if (!task) throw noSuchTask();
      return task;
    },
    isOpen: async ({ teamId }, id) =>
      isUuid(id) && (await look({ teamId, id: id.toLowerCase() })) !== undefined,
  };
}

async function byTeam<T extends { id: string }>(
  asked: Asked[],
  read: (teamId: string, ids: string[]) => Promise<T[]>,
): Promise<(T | undefined)[]> {
  const found = new Map<string, T>();
  for (const [teamId, those] of Map.groupBy(asked, (one) => one.teamId)) {
    const ids = [...new Set(those.map(({ id }) => id))];
    for (const row of await read(teamId, ids)) found.set(`${teamId} ${row.id}`, row);
  }
  return asked.map(({ teamId, id }) => found.get(`${teamId} ${id}`));
}
