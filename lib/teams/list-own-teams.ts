import type { DbTx } from '#lib/db/open.ts';
import { getRole, type Role } from './permissions.ts';
import { MAX_TEAMS } from './team-limit.ts';

export type OwnTeam = { id: string; name: string; role: Role };

/** The teams somebody is in, by name: MAX_TEAMS at most. */
export async function listOwnTeams(db: DbTx, userId: string): Promise<OwnTeam[]> {
  const memberships = await db.membership.findMany({
    where: { userId },
    select: { role: true, team: { select: { id: true, name: true } } },
    orderBy: [{ team: { name: 'asc' } }, { teamId: 'asc' }],
    take: MAX_TEAMS,
  });
  return memberships.map(({ role, team }) => ({ ...team, role: getRole(role) }));
}
