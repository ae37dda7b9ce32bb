import type { DbTx } from '#lib/db/open.ts';
import { Failure } from '#lib/errors.ts';
import { can, getRole, type Permission, type Role } from './permissions.ts';

/**
 * Lets one transaction at a time change who is in a team. Whoever looks after it sees what the one
 * before did, so that two owners who leave at the same moment do not both see the other stay.
 */
export async function lockTeam(tx: DbTx, teamId: string): Promise<void> {
  // Rows that refer to the team may still come meanwhile: tasks, exports.
  await tx.$queryRaw`SELECT 1 FROM "Team" WHERE id = ${teamId}::uuid FOR NO KEY UPDATE`;
}

/**
 * Locks the team of somebody who wants to change it. The session was looked up before; in the
 * meantime they may have lost their role.
 * @returns the role they have now. @throws Failure FORBIDDEN when it does not allow this.
 */
export async function lockTeamFor(
  tx: DbTx,
  { teamId, userId }: { teamId: string; userId: string },
  permission: Permission,
): Promise<Role> {
  await lockTeam(tx, teamId);
  const found = await tx.membership.findUnique({ where: { userId_teamId: { userId, teamId } } });
  const role = found && getRole(found.role);
  if (!role || !can(role, permission)) throw new Failure('FORBIDDEN');
  return role;
}
