import { audit } from './audit.ts';
import type { TeamContext } from './context.ts';
import { keepAnOwner } from './keep-an-owner.ts';
import { lockTeamFor } from './lock-team.ts';
import { takeOut } from './take-out.ts';

/**
 * Leaves the team. This session goes on in another team of the person when there is one; all others
 * in this team end.
 * @returns whether the session goes on.
 * @throws Failure CONFLICT for the last owner.
 */
export async function leaveTeam(context: TeamContext): Promise<boolean> {
  const { prisma, clock, actor } = context;
  const { teamId, userId, sessionId, email } = actor;
  return prisma.$transaction(async (tx) => {
    const role = await lockTeamFor(tx, actor, 'account.update');
    await keepAnOwner(tx, { teamId, userId, role });
    const next = await tx.membership.findFirst({
      where: { userId, teamId: { not: teamId } },
      orderBy: [{ createdAt: 'asc' }, { teamId: 'asc' }],
    });
    // Moved first, so that it is not among those that end.
    if (next) {
      const where = { id: sessionId, userId };
      await tx.session.updateMany({ where, data: { teamId: next.teamId } });
    }
    const gone = await takeOut(tx, clock, { teamId, userId, email });
    await audit(context, tx, 'team.leave', userId, { role, ...gone });
    return next !== null;
  });
}
