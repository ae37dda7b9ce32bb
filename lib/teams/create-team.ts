import { audit } from './audit.ts';
import type { TeamContext } from './context.ts';
import { refuseTooManyTeams } from './team-limit.ts';

/**
 * Makes another team with the person as its owner, and lets their session go on there.
 * @throws Failure CONFLICT when they are in as many teams as one can be.
 */
export async function createTeam(context: TeamContext, name: string): Promise<{ id: string }> {
  const { prisma, clock, actor } = context;
  const { userId, sessionId } = actor;
  return prisma.$transaction(async (tx) => {
    await refuseTooManyTeams(tx, userId);
    const createdAt = clock.now();
    const memberships = { create: { userId, role: 'owner', createdAt } };
    const { id } = await tx.team.create({ data: { name, createdAt, memberships } });
    await tx.session.updateMany({ where: { id: sessionId, userId }, data: { teamId: id } });
    const there = { ...context, actor: { ...actor, teamId: id } };
    await audit(there, tx, 'team.create', id, { role: 'owner' });
    return { id };
  });
}
