import type { DeveloperContext } from './context.ts';
import { findFailing } from './find-failing.ts';
import { getWebhook } from './get-webhook.ts';
import { describeWebhook, type WebhookRow } from './list-webhooks.ts';

/** One webhook as the list shows it. @throws Failure NOT_FOUND, for another team's too. */
export async function describeOwnWebhook(
  { prisma, actor }: Pick<DeveloperContext, 'prisma' | 'actor'>,
  id: string,
): Promise<WebhookRow> {
  const webhook = await getWebhook(prisma, actor.teamId, id);
  return describeWebhook(webhook, await findFailing(prisma, [id]));
}
