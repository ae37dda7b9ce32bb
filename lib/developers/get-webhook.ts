import type { DbTx } from '#lib/db/open.ts';
import { Failure } from '#lib/errors.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Ids that are none must not reach a UUID column. */
export const isUuid = (text: string): boolean => UUID.test(text);

/** What a webhook shows of itself: everything but its secret. */
export const WEBHOOK_COLUMNS = {
  id: true,
  url: true,
  events: true,
  createdAt: true,
  disabledAt: true,
  disabledWhy: true,
} as const;

/** The team's webhook of that id. @throws Failure NOT_FOUND, for another team's too. */
export async function getWebhook(db: DbTx, teamId: string, id: string) {
  const webhook = isUuid(id)
    ? await db.webhook.findFirst({ where: { id, teamId }, select: WEBHOOK_COLUMNS })
    : null;
  if (!webhook) throw new Failure('NOT_FOUND', 'There is no such webhook, or it has been deleted.');
  return webhook;
}
