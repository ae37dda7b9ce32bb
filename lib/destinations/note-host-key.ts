import type { Prisma } from '#lib/db/generated/client.ts';
import type { DbTx } from '#lib/db/open.ts';
import { parseHostKeyLine } from '#lib/operations/host-key.ts';

/**
 * Keeps, with the destination, the host key that stopped a delivery, for somebody to trust or not.
 *
 * @param detail of the failure, as the connection tells it.
 */
export async function noteHostKey(
  tx: DbTx,
  exportId: string,
  detail: string | null | undefined,
  seenAt: Date,
): Promise<void> {
  const key = parseHostKeyLine(detail ?? '');
  if (!key) return;
  const row = await tx.export.findUnique({
    where: { id: exportId },
    select: { destinationId: true, destination: { select: { options: true } } },
  });
  if (!row?.destinationId) return;
  // One that was under way while the key was trusted tells nothing new.
  const options = (row.destination?.options ?? {}) as Record<string, unknown>;
  if (options.host_key_fingerprint === key.fingerprint) return;
  const offered: Prisma.InputJsonObject = { ...key, seenAt: seenAt.toISOString() };
  await tx.destination.updateMany({
    where: { id: row.destinationId, deletedAt: null },
    data: { offeredHostKey: offered },
  });
}
