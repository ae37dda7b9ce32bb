import { randomUUID } from 'node:crypto';
import { newSigningSecret } from '#lib/vault/signing-secret.ts';
import { audit } from './audit.ts';
import type { DeveloperContext } from './context.ts';
import { refuseTooMany } from './limits.ts';
import type { WebhookInput } from './webhook-input.ts';

/**
 * Adds a webhook to the team: it is told of jobs from now on.
 *
 * @returns the signing secret, which nothing tells again.
 * @throws Failure INVALID_DATA when the team has too many.
 */
export async function createWebhook(
  context: DeveloperContext,
  { url, events }: WebhookInput,
): Promise<{ id: string; secret: string }> {
  const { prisma, clock, master, actor } = context;
  const { teamId, userId } = actor;
  const id = randomUUID();
  const { secret, sealed } = newSigningSecret(master, { id, teamId });
  await prisma.$transaction(async (tx) => {
    refuseTooMany(await tx.webhook.count({ where: { teamId } }), 'webhooks');
    await tx.webhook.create({
      data: {
        id,
        teamId,
        url,
        events,
        secret: sealed,
        createdById: userId,
        createdAt: clock.now(),
      },
    });
    // Of the address the host alone: what follows may hold a token of the receiver.
    await audit(context, tx, 'webhook.create', id, { host: new URL(url).host, events });
  });
  return { id, secret };
}
