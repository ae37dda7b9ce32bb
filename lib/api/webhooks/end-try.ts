import { writeAudit } from '#lib/audit/write-audit.ts';
import type { DbTx } from '#lib/db/open.ts';
import type { WebhookTry } from '#lib/developers/delivery-types.ts';
import type { EngineContext } from '#lib/engine/context.ts';
import type { ClaimedDelivery } from './claim-delivery.ts';
import type { Decision } from './decide.ts';

/** Writes what came of a try. A try that was given up for dead meanwhile writes nothing. */
export async function endTry(
  engine: EngineContext,
  delivery: ClaimedDelivery,
  log: WebhookTry,
  decision: Decision,
): Promise<void> {
  const now = engine.clock.now();
  const { id, attempts, webhookId, teamId } = delivery;
  const { status } = decision;
  const write = (tx: DbTx) =>
    tx.webhookDelivery.updateMany({
      where: { id, attempts, status: 'waiting' },
      data: {
        status,
        tries: [...(delivery.tries as WebhookTry[]), log],
        nextAt: status === 'waiting' ? new Date(now.getTime() + decision.pause) : null,
        endedAt: status === 'waiting' ? null : now,
      },
    });
  const disables = status === 'failed' && decision.disable ? webhookId : null;
  if (!disables) {
    await write(engine.db.prisma);
    return;
  }
  await engine.db.prisma.$transaction(async (tx) => {
    // The webhook first, as whoever deletes it locks them: no way round in a circle.
    const { count } = await tx.webhook.updateMany({
      where: { id: disables, disabledAt: null },
      data: { disabledAt: now, disabledWhy: 'Its receiver answered 410: it wants no more events.' },
    });
    await write(tx);
    if (count === 0) return;
    const entry = {
      teamId,
      actor: 'Slipway',
      action: 'webhook.disable' as const,
      subject: disables,
    };
    await writeAudit(tx, { ...entry, detail: { answer: 410 } }, engine.clock);
  });
}
