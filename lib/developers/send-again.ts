import { randomUUID } from 'node:crypto';
import { Failure } from '#lib/errors.ts';
import { audit } from './audit.ts';
import type { DeveloperContext } from './context.ts';

/**
 * Sends an event once more, to the byte, as a delivery of its own.
 *
 * @returns the id of the new delivery.
 * @throws Failure NOT_FOUND; CONFLICT while it still waits, or when its webhook is disabled.
 */
export async function sendAgain(
  context: DeveloperContext,
  deliveryId: string,
): Promise<{ id: string }> {
  const { prisma, clock, actor } = context;
  const id = randomUUID();
  await prisma.$transaction(async (tx) => {
    const earlier = await tx.webhookDelivery.findFirst({
      where: { id: deliveryId, teamId: actor.teamId },
      include: { webhook: { select: { disabledAt: true } } },
    });
    if (!earlier)
      throw new Failure('NOT_FOUND', 'There is no such delivery. They are kept for 30 days.');
    if (earlier.status === 'waiting')
      throw new Failure('CONFLICT', 'It is on its way: it is tried again by itself.');
    if (earlier.webhook?.disabledAt)
      throw new Failure('CONFLICT', 'The webhook is disabled. Enable it first.');
    const { teamId, webhookId, url, host, event, jobId, body } = earlier;
    const now = clock.now();
    const again = { id, teamId, webhookId, url, host, event, jobId, body, status: 'waiting' };
    await tx.webhookDelivery.create({ data: { ...again, createdAt: now, nextAt: now } });
    await audit(context, tx, 'webhook.send-again', webhookId ?? jobId, { event, delivery: id });
  });
  return { id };
}
