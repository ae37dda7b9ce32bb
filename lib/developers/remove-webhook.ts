import { Failure } from '#lib/errors.ts';
import { audit } from './audit.ts';
import type { DeveloperContext } from './context.ts';
import { isUuid } from './get-webhook.ts';

/** Deletes a webhook with its log; what still waits is not sent. @throws Failure NOT_FOUND. */
export async function removeWebhook(
  context: Omit<DeveloperContext, 'master'>,
  id: string,
): Promise<void> {
  const { prisma, actor } = context;
  await prisma.$transaction(async (tx) => {
    const { count } = isUuid(id)
      ? await tx.webhook.deleteMany({ where: { id, teamId: actor.teamId } })
      : { count: 0 };
    if (count === 0)
      throw new Failure('NOT_FOUND', 'There is no such webhook, or it has been deleted.');
    await audit(context, tx, 'webhook.delete', id);
  });
}
