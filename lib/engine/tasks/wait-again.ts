import type { Prisma } from '#lib/db/generated/client.ts';

/** A task as if its run had not begun: what a run that ends without a result leaves behind. */
export const waitAgain = (now: Date): Prisma.TaskUpdateManyMutationInput => ({
  status: 'waiting',
  runId: null,
  startedAt: null,
  percent: null,
  bytesDone: 0,
  updatedAt: now,
});
