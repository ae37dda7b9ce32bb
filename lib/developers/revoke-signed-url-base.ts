import { Failure } from '#lib/errors.ts';
import { audit } from './audit.ts';
import type { DeveloperContext } from './context.ts';

/** From now on its links start nothing. @throws Failure NOT_FOUND, also when it was revoked before. */
export async function revokeSignedUrlBase(context: DeveloperContext, id: string): Promise<void> {
  const { prisma, clock, actor } = context;
  await prisma.$transaction(async (tx) => {
    const { count } = await tx.signedUrlBase.updateMany({
      where: { id, teamId: actor.teamId, revokedAt: null },
      data: { revokedAt: clock.now() },
    });
    if (count === 0)
      throw new Failure('NOT_FOUND', 'There is no such base, or it has been revoked.');
    await audit(context, tx, 'signed-url-base.revoke', id);
  });
}
