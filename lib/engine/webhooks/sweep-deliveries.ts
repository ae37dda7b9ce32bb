import type { EngineContext } from '../context.ts';

/** Milliseconds that an event is told of at all: the job itself is kept no longer. */
const SEND_WITHIN = 24 * 3_600_000;
/** Milliseconds that the log goes back. */
const KEEP_LOG_FOR = 30 * 24 * 3_600_000;
/** Rows of the log that a team has at most, besides those that still wait. */
const KEEP_ROWS = 10_000;
const BATCH = 100;

/** Gives up what could not be sent in time, and keeps the log of webhooks in its bounds. */
export async function sweepDeliveries(
  engine: EngineContext,
  { keepRows = KEEP_ROWS } = {},
): Promise<void> {
  const { prisma } = engine.db;
  const now = engine.clock.now();
  const late = new Date(now.getTime() - SEND_WITHIN);
  const tries = JSON.stringify([
    { at: now.toISOString(), ms: 0, error: 'It could not be sent within 24 hours.' },
  ]);
  await prisma.$executeRaw`
    UPDATE "WebhookDelivery" SET "status" = 'failed', "nextAt" = NULL,
      "endedAt" = ${now}::timestamptz, "tries" = "tries" || ${tries}::jsonb
    WHERE "status" = 'waiting' AND "createdAt" < ${late}::timestamptz`;
  let last: string | undefined;
  for (;;) {
    const teams = await prisma.team.findMany({
      where: last ? { id: { gt: last } } : {},
      select: { id: true },
      orderBy: { id: 'asc' },
      take: BATCH,
    });
    for (const { id } of teams) await sweepTeam(engine, id, now, keepRows);
    last = teams.at(-1)?.id;
    if (teams.length < BATCH) return;
  }
}

async function sweepTeam(engine: EngineContext, teamId: string, now: Date, keepRows: number) {
  const { webhookDelivery } = engine.db.prisma;
  const old = new Date(now.getTime() - KEEP_LOG_FOR);
  await webhookDelivery.deleteMany({ where: { teamId, createdAt: { lt: old } } });
  const [first] = await webhookDelivery.findMany({
    where: { teamId },
    select: { id: true, createdAt: true },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    skip: keepRows,
    take: 1,
  });
  if (!first) return;
  await webhookDelivery.deleteMany({
    where: {
      teamId,
      status: { not: 'waiting' },
      createdAt: { lte: first.createdAt },
      NOT: { createdAt: first.createdAt, id: { gt: first.id } },
    },
  });
}
