'use client';

import { CircleAlert, CircleCheck, File as FileIcon, Globe, RotateCw, X } from 'lucide-react';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Progress } from '#components/ui/progress.tsx';
import { formatBytes, formatSpeed } from '#lib/ui/bytes.ts';
import { formatDuration } from '#lib/ui/duration.ts';
import { isUnderWay, timeLeft, type UploadItem } from './upload-item.ts';

type UploadRowProps = {
  item: UploadItem;
  onRemove: () => void;
  onRetry: () => void;
};

/** One file: how far it is, how fast, how long still, and the way out. */
export function UploadRow({ item, onRemove, onRetry }: UploadRowProps) {
  const underWay = isUnderWay(item);
  const Icon = { ready: CircleCheck, failed: CircleAlert }[item.phase as string] ?? iconOf(item);
  const tone = { ready: 'text-success', failed: 'text-danger' }[item.phase as string];
  return (
    <li className="grid grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-2 px-3 py-1.5">
      <Icon aria-hidden className={`size-4 ${tone ?? 'text-muted-foreground'}`} />
      <span className="min-w-0">
        <span className="flex items-baseline justify-between gap-3 text-sm">
          <bdi className="min-w-0 truncate" title={item.name}>
            {item.name}
          </bdi>
          <span className="shrink-0 text-xs text-muted-foreground">
            {item.size !== null && item.phase !== 'sending' && formatBytes(item.size)}
          </span>
        </span>
        <State item={item} />
        {item.phase === 'sending' && (
          <Progress
            value={item.size ? (item.done / item.size) * 100 : null}
            label={`Upload of ${item.name}`}
            valueText={amount(item)}
            className="mt-1"
          />
        )}
      </span>
      <span className="flex">
        {item.phase === 'failed' && (
          <IconButton
            size="sm"
            icon={RotateCw}
            label={`Try ${item.name} again`}
            onClick={onRetry}
          />
        )}
        <IconButton
          size="sm"
          icon={X}
          label={underWay ? `Cancel ${item.name}` : `Remove ${item.name}`}
          onClick={onRemove}
        />
      </span>
    </li>
  );
}

function State({ item }: { item: UploadItem }) {
  if (item.phase === 'failed') return <Line tone="text-danger">{item.message}</Line>;
  if (item.phase === 'sending' && item.message)
    return <Line tone="text-warning">{item.message}</Line>;
  if (item.phase === 'preparing') return <Line>Getting ready</Line>;
  if (item.phase === 'queued') return <Line>Waits its turn</Line>;
  if (item.phase === 'ready') return <span className="sr-only">Ready</span>;
  const left = timeLeft(item);
  const parts = [
    amount(item),
    item.speed ? formatSpeed(item.speed) : null,
    left === null ? null : `${formatDuration(left)} left`,
  ];
  return <Line>{parts.filter(Boolean).join(' · ')}</Line>;
}

function Line({
  children,
  tone = 'text-muted-foreground',
}: {
  children: React.ReactNode;
  tone?: string;
}) {
  return <span className={`block text-xs ${tone}`}>{children}</span>;
}

/** `1.2 MB of 4 MB`. */
function amount(item: UploadItem): string {
  if (item.source === 'url' && item.done === 0) return 'Fetching';
  return item.size === null
    ? formatBytes(item.done)
    : `${formatBytes(item.done)} of ${formatBytes(item.size)}`;
}

const iconOf = (item: UploadItem) => (item.source === 'url' ? Globe : FileIcon);
