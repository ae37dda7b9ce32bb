import type { DbTx } from '#lib/db/open.ts';
import { getRole, type Role } from './permissions.ts';
import { MAX_TEAMS } from './team-limit.ts';

export type OwnTeam = { id: string; name: string; role: Role };

/** The teams somebody is in, by name: MAX_TEAMS at most. */
export async function listOwnTeams(db: DbTx, userId: string): Promise<OwnTeam[]> {
  const rows = await db.$queryRaw<(Omit<OwnTeam, 'role'> & { role: string })[]>`
    SELECT t."id", t."name", m."role" FROM "Membership" m JOIN "Team" t ON t."id" = m."teamId"
    WHERE m."userId" = ${userId}::uuid ORDER BY t."name", t."id" LIMIT ${MAX_TEAMS}`;
  return rows.map(({ role, ...team }) => ({ ...team, role: getRole(role) }));
}
