import { Failure } from '#lib/errors.ts';
import { audit } from './audit.ts';
import type { TeamContext } from './context.ts';
import { openAt } from './invitation-state.ts';
import { lockTeamFor } from './lock-team.ts';
import { getRole, mayGive } from './permissions.ts';

/**
 * Makes the link of an open invitation lead nowhere.
 * @throws Failure NOT_FOUND when it is not of the team or no longer open, FORBIDDEN when it is into a
 * higher role than one's own.
 */
export async function revokeInvitation(context: TeamContext, id: string): Promise<void> {
  const { prisma, clock, actor } = context;
  const { teamId } = actor;
  await prisma.$transaction(async (tx) => {
    const by = await lockTeamFor(tx, actor, 'team.invite');
    const now = clock.now();
    const found = await tx.invitation.findFirst({ where: { id, teamId, ...openAt(now) } });
    if (!found) throw new Failure('NOT_FOUND', 'This invitation is not open any more.');
    if (!mayGive(by, getRole(found.role))) {
      throw new Failure('FORBIDDEN', 'Only an owner may revoke an invitation of an owner.');
    }
    await tx.invitation.update({ where: { id }, data: { revokedAt: now } });
    await audit(
      context,
      tx,
      'team.revoke-invitation',
      id,
      found.email ? { email: found.email } : {},
    );
  });
}
