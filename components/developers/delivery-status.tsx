import { StatusBadge } from '#components/ui/status-badge.tsx';
import type { DeliveryStatus as Status } from '#lib/developers/delivery-types.ts';

const LOOKS = {
  waiting: { status: 'waiting', word: 'Waiting' },
  delivered: { status: 'finished', word: 'Delivered' },
  failed: { status: 'error', word: 'Failed' },
} as const;

export function DeliveryStatus({ status }: { status: Status }) {
  const look = LOOKS[status];
  return <StatusBadge status={look.status}>{look.word}</StatusBadge>;
}
