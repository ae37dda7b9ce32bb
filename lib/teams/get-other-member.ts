import type { DbTx } from '#lib/db/open.ts';
import { Failure } from '#lib/errors.ts';
import { getRole, mayGive, type Role } from './permissions.ts';

type OtherMember = { userId: string; name: string; email: string; role: Role };

/**
 * Somebody in the team whom a person of role `by` may change.
 * @throws Failure NOT_FOUND for whoever is not in the team, FORBIDDEN for a higher role.
 */
export async function getOtherMember(
  tx: DbTx,
  { teamId, userId, by }: { teamId: string; userId: string; by: Role },
): Promise<OtherMember> {
  const found = await tx.membership.findUnique({
    where: { userId_teamId: { userId, teamId } },
    select: { role: true, user: { select: { name: true, email: true } } },
  });
  if (!found) throw new Failure('NOT_FOUND', 'This person is not in the team any more.');
  const role = getRole(found.role);
  if (!mayGive(by, role)) throw new Failure('FORBIDDEN', 'Only an owner may change an owner.');
  return { userId, role, ...found.user };
}
