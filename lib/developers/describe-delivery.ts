import type { DeliveryRow, DeliveryStatus, WebhookTry } from './delivery-types.ts';

export const DELIVERY_COLUMNS = {
  id: true,
  event: true,
  url: true,
  jobId: true,
  status: true,
  tries: true,
  createdAt: true,
  nextAt: true,
} as const;

type DeliveryRecord = {
  id: string;
  event: string;
  url: string;
  jobId: string;
  status: string;
  tries: unknown;
  createdAt: Date;
  nextAt: Date | null;
};

export function describeDelivery(record: DeliveryRecord): DeliveryRow {
  const { id, event, url, jobId, createdAt, nextAt } = record;
  const tries = record.tries as WebhookTry[];
  const last = tries.at(-1);
  return {
    id,
    event,
    url,
    jobId,
    status: record.status as DeliveryStatus,
    tries: tries.length,
    last: last?.error ?? (last?.status === undefined ? null : `Answered ${last.status}`),
    createdAt: createdAt.toISOString(),
    nextAt: nextAt?.toISOString() ?? null,
  };
}
