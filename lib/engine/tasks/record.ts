import type { Prisma } from '#lib/db/generated/client.ts';

/** A task with what every description of it needs. */
export const WITH_ALL = {
  inputs: { orderBy: { position: 'asc' } },
  files: { orderBy: { position: 'asc' }, include: { blob: { omit: { blockSums: true } } } },
  deliveries: { orderBy: { position: 'asc' }, omit: { checkpoint: true, mark: true } },
} as const satisfies Prisma.TaskInclude;

export type TaskRecord = Prisma.TaskGetPayload<{ include: typeof WITH_ALL }>;

/** Who asks: whose tasks are seen, and who is named as their maker. */
export type Asker = { teamId: string; userId: string | null };

export const hasEnded = (task: { status: string }): boolean =>
  task.status === 'finished' || task.status === 'error';

/** Ids are UUIDs here; anything else names no task, and must not reach a UUID column. */
export const isUuid = (text: string): boolean =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text);
