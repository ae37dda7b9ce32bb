import { audit } from './audit.ts';
import type { DeveloperContext } from './context.ts';
import { getWebhook } from './get-webhook.ts';

/**
 * Stops or starts telling a webhook. What waits for a disabled one is not sent; events that happen
 * meanwhile are not kept for it.
 *
 * @throws Failure NOT_FOUND.
 */
export async function switchWebhook(
  context: DeveloperContext,
  { id, enabled }: { id: string; enabled: boolean },
): Promise<void> {
  const { prisma, clock, actor } = context;
  await prisma.$transaction(async (tx) => {
    const { disabledAt } = await getWebhook(tx, actor.teamId, id);
    if (enabled === (disabledAt === null)) return;
    await tx.webhook.update({
      where: { id },
      data: enabled
        ? { disabledAt: null, disabledWhy: null }
        : { disabledAt: clock.now(), disabledWhy: `${actor.called} disabled it.` },
    });
    await audit(context, tx, enabled ? 'webhook.enable' : 'webhook.disable', id);
  });
}
