import { decodePageCursor, encodePageCursor } from '#lib/exports/cursor.ts';
import type { DeveloperContext } from './context.ts';
import type { DeliveryRow } from './delivery-types.ts';
import { DELIVERY_COLUMNS, describeDelivery } from './describe-delivery.ts';

const PAGE_SIZE = 50;

type Wanted = {
  /** Null: what went to the `webhook_url` of jobs. */
  webhookId: string | null;
  cursor?: string | undefined;
};

/**
 * One page of what was sent to a webhook, newest first, by keyset.
 *
 * @throws Failure INVALID_DATA when the cursor is not one of ours.
 */
export async function listDeliveries(
  { prisma, actor }: Pick<DeveloperContext, 'prisma' | 'actor'>,
  { webhookId, cursor }: Wanted,
): Promise<{ rows: DeliveryRow[]; nextCursor: string | null }> {
  const after = cursor ? decodePageCursor(cursor) : undefined;
  const found = await prisma.webhookDelivery.findMany({
    where: {
      teamId: actor.teamId,
      webhookId,
      ...(after
        ? {
            createdAt: { lte: after.createdAt },
            NOT: { createdAt: after.createdAt, id: { gte: after.id } },
          }
        : {}),
    },
    select: DELIVERY_COLUMNS,
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: PAGE_SIZE + 1,
  });
  const rows = found.slice(0, PAGE_SIZE);
  const last = rows.at(-1);
  return {
    rows: rows.map(describeDelivery),
    nextCursor: last && found.length > PAGE_SIZE ? encodePageCursor(last) : null,
  };
}
