import { Failure } from '#lib/errors.ts';
import { audit } from './audit.ts';
import type { TeamContext } from './context.ts';

/**
 * Lets the session look at another team of the person.
 * @throws Failure NOT_FOUND for a team that they are not in.
 */
export async function switchTeam(context: TeamContext, teamId: string): Promise<void> {
  const { prisma, actor } = context;
  const { userId, sessionId } = actor;
  if (teamId === actor.teamId) return;
  await prisma.$transaction(async (tx) => {
    const membership = await tx.membership.findUnique({
      where: { userId_teamId: { userId, teamId } },
    });
    if (!membership) throw new Failure('NOT_FOUND', 'You are not in this team any more.');
    await tx.session.updateMany({ where: { id: sessionId, userId }, data: { teamId } });
    // In the log of the team that is come to: there they did not sign in.
    await audit({ ...context, actor: { ...actor, teamId } }, tx, 'user.switch-team', userId);
  });
}
