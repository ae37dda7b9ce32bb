import type { DbTx } from '#lib/db/open.ts';
import { Failure } from '#lib/errors.ts';

/** Teams that one person can be in: as many as a menu can list. */
export const MAX_TEAMS = 100;

/** @throws Failure CONFLICT when the person is in as many teams as one can be. */
export async function refuseTooManyTeams(tx: DbTx, userId: string): Promise<void> {
  if ((await tx.membership.count({ where: { userId } })) < MAX_TEAMS) return;
  const message = `You are in ${MAX_TEAMS} teams, which is the most. Leave one first.`;
  throw new Failure('CONFLICT', message);
}
