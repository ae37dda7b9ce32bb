import { Failure } from '#lib/errors.ts';
import { audit } from './audit.ts';
import type { TeamContext } from './context.ts';
import { getOtherMember } from './get-other-member.ts';
import { keepAnOwner } from './keep-an-owner.ts';
import { lockTeamFor } from './lock-team.ts';
import { takeOut } from './take-out.ts';

/**
 * Removes somebody else from the team. From the moment this is done their sessions and API keys of
 * the team open nothing.
 * @throws Failure NOT_FOUND, FORBIDDEN for a higher role, CONFLICT for the last owner or oneself.
 */
export async function removeMember(context: TeamContext, userId: string): Promise<void> {
  const { prisma, clock, actor } = context;
  const { teamId } = actor;
  await prisma.$transaction(async (tx) => {
    const by = await lockTeamFor(tx, actor, 'team.manage');
    const member = await getOtherMember(tx, { teamId, userId, by });
    if (userId === actor.userId) {
      throw new Failure('CONFLICT', 'Leave the team in place of removing yourself.');
    }
    await keepAnOwner(tx, { teamId, ...member });
    const { email, role } = member;
    const gone = await takeOut(tx, clock, { teamId, userId, email });
    await audit(context, tx, 'team.remove-member', userId, { email, role, ...gone });
  });
}
