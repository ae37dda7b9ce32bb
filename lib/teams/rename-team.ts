import { audit } from './audit.ts';
import type { TeamContext } from './context.ts';
import { lockTeamFor } from './lock-team.ts';

/** @throws Failure FORBIDDEN. */
export async function renameTeam(context: TeamContext, name: string): Promise<void> {
  const { prisma, actor } = context;
  const { teamId } = actor;
  await prisma.$transaction(async (tx) => {
    await lockTeamFor(tx, actor, 'team.manage');
    const { count } = await tx.team.updateMany({
      where: { id: teamId, name: { not: name } },
      data: { name },
    });
    if (count > 0) await audit(context, tx, 'team.rename', teamId, { fields: ['name'], name });
  });
}
