import { Prisma } from '#lib/db/generated/client.ts';
import type { DbTx } from '#lib/db/open.ts';

export const JOB_EVENTS = ['job.created', 'job.finished', 'job.failed'] as const;
export type JobEvent = (typeof JOB_EVENTS)[number];

/** Host and port of a URL, as SQL: what stands between the scheme or a password and the path. */
const hostOf = (column: string) =>
  Prisma.raw(`coalesce(lower(substring(${column} from '^[^:]+://(?:[^/?#@]*@)?([^/?#]*)')), '')`);

/**
 * Writes what is to be sent of an event of jobs: for each of them one row for each enabled webhook of the team that
 * wants it, and one for the job's own `webhook_url`. `tx` is the transaction of the event, so that
 * neither is without the other; lib/api/webhooks sends the rows once it is committed.
 */
export async function queueJobEvents(
  tx: DbTx,
  jobIds: string[],
  event: JobEvent,
  now: Date,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "WebhookDelivery"
      ("id", "teamId", "webhookId", "url", "host", "event", "jobId", "status", "nextAt", "createdAt")
    SELECT gen_random_uuid(), j."teamId", w."id", w."url", ${hostOf('w."url"')}, ${event}, j."id", 'waiting',
      ${now}::timestamptz, ${now}::timestamptz
    FROM "Job" j JOIN "Webhook" w ON w."teamId" = j."teamId"
    WHERE j."id" = ANY(${jobIds}::uuid[]) AND w."disabledAt" IS NULL AND ${event} = ANY(w."events")
    UNION ALL
    SELECT gen_random_uuid(), j."teamId", NULL, j."webhookUrl", ${hostOf('j."webhookUrl"')}, ${event}, j."id", 'waiting',
      ${now}::timestamptz, ${now}::timestamptz
    FROM "Job" j WHERE j."id" = ANY(${jobIds}::uuid[]) AND j."webhookUrl" IS NOT NULL`;
}
