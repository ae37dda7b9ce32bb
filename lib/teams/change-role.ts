import { z } from 'zod';
import { Failure } from '#lib/errors.ts';
import { audit } from './audit.ts';
import type { TeamContext } from './context.ts';
import { getOtherMember } from './get-other-member.ts';
import { keepAnOwner } from './keep-an-owner.ts';
import { lockTeamFor } from './lock-team.ts';
import { givableRoles, mayGive, ROLES } from './permissions.ts';
import { revokeInvitationsBy } from './revoke-invitations-by.ts';

export const RoleChange = z.object({ userId: z.uuid(), role: z.enum(ROLES) });

/**
 * Gives somebody in the team another role, of those up to one's own. One may lower oneself.
 * @throws Failure NOT_FOUND, FORBIDDEN, or CONFLICT for the last owner.
 */
export async function changeRole(
  context: TeamContext,
  { userId, role }: z.output<typeof RoleChange>,
): Promise<void> {
  const { prisma, clock, actor } = context;
  const { teamId } = actor;
  await prisma.$transaction(async (tx) => {
    const by = await lockTeamFor(tx, actor, 'team.manage');
    const member = await getOtherMember(tx, { teamId, userId, by });
    if (!mayGive(by, role)) throw new Failure('FORBIDDEN', 'Only an owner makes owners.');
    const from = member.role;
    if (from === role) return;
    await keepAnOwner(tx, { teamId, ...member });
    await tx.membership.update({ where: { userId_teamId: { userId, teamId } }, data: { role } });
    // Else a link made before would give what they can no longer give, perhaps to themselves.
    const keep = givableRoles(role);
    const invitations = await revokeInvitationsBy(tx, clock, { teamId, userId, keep });
    const detail = { email: member.email, from, to: role, invitations };
    await audit(context, tx, 'team.change-role', userId, detail);
  });
}
