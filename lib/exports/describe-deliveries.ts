import { DELIVERY_STATUSES, type DeliveryStatus, WireDelivery } from '#lib/client/types.ts';
import type { Deliveries, FileDelivery } from './types.ts';

/** Rows that a poll of a running export carries: a page shows no more, and it comes every second. */
const ROWS_WHILE_RUNNING = 100;

/** What somebody would look for first. */
const RANK: Record<DeliveryStatus, number> = {
  failed: 0,
  sending: 1,
  waiting: 2,
  done: 3,
  skipped: 3,
};

/** Whether there is more to say of a file than its receipt does. */
const hasStory = ({ status, attempts }: FileDelivery): boolean =>
  attempts.length > 0 || (status !== 'done' && status !== 'skipped');

/**
 * How the files of an export fare: those that failed and those under way first, each in their order.
 *
 * @param given as the connection says it, or as it was stored.
 * @returns null when nothing is known of any file.
 */
export function describeDeliveries(given: unknown, ended: boolean): Deliveries | null {
  const parsed = WireDelivery.array().safeParse(given);
  if (!parsed.success || parsed.data.length === 0) return null;
  const counts = Object.fromEntries(DELIVERY_STATUSES.map((status) => [status, 0])) as Record<
    DeliveryStatus,
    number
  >;
  const rows = parsed.data.map(({ attempts, ...file }, position): FileDelivery => {
    counts[file.status]++;
    return {
      position,
      ...file,
      attempts: attempts.map(({ at, code, message, details, retry_at }) => ({
        at,
        code,
        message,
        details: details ?? null,
        retryAt: retry_at ?? null,
      })),
    };
  });
  const ranked = rows.sort((a, b) => RANK[a.status] - RANK[b.status] || a.position - b.position);
  const shown = ended ? ranked.filter(hasStory) : ranked.slice(0, ROWS_WHILE_RUNNING);
  return { counts, rows: shown };
}
