import type { DbTx } from '#lib/db/open.ts';

/** Which of these webhooks' last event that has ended could not be delivered. */
export async function findFailing(db: DbTx, ids: string[]): Promise<ReadonlySet<string>> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT w."id" FROM unnest(${ids}::uuid[]) AS w("id") WHERE 'failed' = (
      SELECT d."status" FROM "WebhookDelivery" d
      WHERE d."webhookId" = w."id" AND d."status" <> 'waiting'
      ORDER BY d."createdAt" DESC LIMIT 1)`;
  return new Set(rows.map((row) => row.id));
}
