import type { DeveloperContext } from './context.ts';
import { findFailing } from './find-failing.ts';
import { WEBHOOK_COLUMNS } from './get-webhook.ts';
import { AT_MOST } from './limits.ts';

/** Times are ISO. */
export type WebhookRow = {
  id: string;
  url: string;
  events: string[];
  createdAt: string;
  /** Why it is told nothing any more; null while it is. */
  disabled: string | null;
  /** Its last event could not be delivered. */
  failing: boolean;
};

/** The team's webhooks, newest first. */
export async function listWebhooks({
  prisma,
  actor,
}: Pick<DeveloperContext, 'prisma' | 'actor'>): Promise<WebhookRow[]> {
  const webhooks = await prisma.webhook.findMany({
    where: { teamId: actor.teamId },
    select: WEBHOOK_COLUMNS,
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: AT_MOST,
  });
  const failing = await findFailing(
    prisma,
    webhooks.map(({ id }) => id),
  );
  return webhooks.map((webhook) => describeWebhook(webhook, failing));
}

type WebhookRecord = {
  id: string;
  url: string;
  events: string[];
  createdAt: Date;
  disabledAt: Date | null;
  disabledWhy: string | null;
};

export function describeWebhook(webhook: WebhookRecord, failing: ReadonlySet<string>): WebhookRow {
  const { id, url, events, createdAt, disabledAt, disabledWhy } = webhook;
  return {
    id,
    url,
    events,
    createdAt: createdAt.toISOString(),
    disabled: disabledAt ? (disabledWhy ?? 'It was disabled.') : null,
    failing: failing.has(id),
  };
}
