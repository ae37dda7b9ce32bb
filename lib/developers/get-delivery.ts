import { Failure } from '#lib/errors.ts';
import type { DeveloperContext } from './context.ts';
import type { DeliveryDetail, WebhookTry } from './delivery-types.ts';
import { DELIVERY_COLUMNS, describeDelivery } from './describe-delivery.ts';
import { isUuid } from './get-webhook.ts';

/** Characters of a body that a page shows. */
const SHOWN = 65_536;

/** One event with all its tries. @throws Failure NOT_FOUND, for another team's too. */
export async function getDelivery(
  { prisma, actor }: Pick<DeveloperContext, 'prisma' | 'actor'>,
  id: string,
): Promise<DeliveryDetail> {
  const record = isUuid(id)
    ? await prisma.webhookDelivery.findFirst({
        where: { id, teamId: actor.teamId },
        select: { ...DELIVERY_COLUMNS, webhookId: true, endedAt: true, body: true },
      })
    : null;
  if (!record)
    throw new Failure('NOT_FOUND', 'There is no such delivery. They are kept for 30 days.');
  const { webhookId, endedAt, body } = record;
  return {
    ...describeDelivery(record),
    webhookId,
    endedAt: endedAt?.toISOString() ?? null,
    body: body?.slice(0, SHOWN) ?? null,
    cut: (body?.length ?? 0) > SHOWN,
    log: record.tries as WebhookTry[],
  };
}
