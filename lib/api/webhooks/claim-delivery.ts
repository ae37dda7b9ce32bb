import type { EngineContext } from '#lib/engine/context.ts';

/** What is due, and to which host: at most two at a time go to one. */
export type Due = { id: string; nextAt: Date; host: string };

/**
 * The oldest of what is due, of hosts that have room. Goes from host to host by the index: thousands
 * of rows that wait for a slow one cost nothing.
 */
export function findDue(
  engine: EngineContext,
  { busyHosts, perHost, limit }: { busyHosts: string[]; perHost: number; limit: number },
): Promise<Due[]> {
  return engine.db.prisma.$queryRaw<Due[]>`
    WITH RECURSIVE hosts AS (
      (SELECT "host" FROM "WebhookDelivery" WHERE "status" = 'waiting' ORDER BY "host" LIMIT 1)
      UNION ALL
      SELECT (
        SELECT d."host" FROM "WebhookDelivery" d
        WHERE d."status" = 'waiting' AND d."host" > h."host" ORDER BY d."host" LIMIT 1
      ) FROM hosts h WHERE h."host" IS NOT NULL
    )
    SELECT d."id", d."nextAt", d."host" FROM hosts h CROSS JOIN LATERAL (
      SELECT "id", "nextAt", "host" FROM "WebhookDelivery"
      WHERE "status" = 'waiting' AND "host" = h."host"
        AND "nextAt" <= ${engine.clock.now()}::timestamptz
      ORDER BY "nextAt" LIMIT ${perHost}
    ) d WHERE NOT (h."host" = ANY(${busyHosts}::text[]))
    ORDER BY d."nextAt" LIMIT ${limit}`;
}

const WITH_WEBHOOK = { webhook: { select: { id: true, secret: true, disabledAt: true } } } as const;

/**
 * Takes a delivery for one try: nobody else does until `leaseMs` have passed, in which the try must
 * have ended, or its process died.
 *
 * @returns undefined when somebody else was faster.
 */
export async function claimDelivery(engine: EngineContext, due: Due, leaseMs: number) {
  const [row] = await engine.db.prisma.webhookDelivery.updateManyAndReturn({
    where: { id: due.id, status: 'waiting', nextAt: due.nextAt },
    data: {
      attempts: { increment: 1 },
      nextAt: new Date(engine.clock.now().getTime() + leaseMs),
    },
    include: WITH_WEBHOOK,
  });
  return row;
}

export type ClaimedDelivery = NonNullable<Awaited<ReturnType<typeof claimDelivery>>>;

/** Gives a delivery back whose try was broken off by the end of this process: it did not count. */
export async function giveBack(
  engine: EngineContext,
  { id, attempts }: ClaimedDelivery,
): Promise<void> {
  await engine.db.prisma.webhookDelivery.updateMany({
    where: { id, attempts, status: 'waiting' },
    data: { attempts: { decrement: 1 }, nextAt: engine.clock.now() },
  });
}

/** Tries that were under way when the last process died are due at once. */
export async function recoverTries(engine: EngineContext): Promise<void> {
  await engine.db.prisma.$executeRaw`
    UPDATE "WebhookDelivery" SET "nextAt" = ${engine.clock.now()}::timestamptz
    WHERE "status" = 'waiting' AND "attempts" > jsonb_array_length("tries")`;
}
