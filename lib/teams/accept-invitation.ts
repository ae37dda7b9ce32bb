import type { TeamContext } from './context.ts';
import { getOpenInvitation } from './get-open-invitation.ts';
import { joinTeam } from './join-team.ts';

/**
 * Joins the team of an invitation as the person who is signed in, whose session goes on there.
 * @throws Failure NOT_FOUND, GONE, FORBIDDEN when it is for another address, CONFLICT for a member.
 */
export async function acceptInvitation(context: TeamContext, token: string): Promise<void> {
  const { prisma, clock, actor } = context;
  const invitation = await getOpenInvitation(prisma, clock, token);
  const { userId, sessionId } = actor;
  await prisma.$transaction(async (tx) => {
    await joinTeam(tx, clock, invitation, actor);
    const where = { id: sessionId, userId };
    await tx.session.updateMany({ where, data: { teamId: invitation.teamId } });
  });
}
