'use client';

import {
  CircleCheck,
  CircleDashed,
  CircleSlash,
  CircleX,
  Hourglass,
  LoaderCircle,
} from 'lucide-react';
import { useCallback } from 'react';
import { useClock } from '#components/ticker.tsx';
import { Progress } from '#components/ui/progress.tsx';
import { Sentence } from '#components/ui/sentence.tsx';
import type { FileDelivery } from '#lib/exports/types.ts';
import { formatBytes } from '#lib/ui/bytes.ts';
import { cn } from '#lib/ui/cn.ts';
import { Breakable } from './breakable.tsx';
import { DeliveryAttempts, NextTry } from './delivery-attempts.tsx';
import { sayAmount, sayProgress } from './say-progress.ts';

const LOOKS = {
  waiting: { icon: CircleDashed, tone: 'text-muted-foreground', word: 'Waits its turn' },
  sending: { icon: LoaderCircle, tone: 'text-primary', word: 'On its way' },
  pausing: { icon: Hourglass, tone: 'text-warning', word: 'Will be tried again' },
  done: { icon: CircleCheck, tone: 'text-success', word: 'Delivered' },
  skipped: { icon: CircleSlash, tone: 'text-muted-foreground', word: 'Was there already' },
  failed: { icon: CircleX, tone: 'text-danger', word: 'Not delivered' },
  untried: { icon: CircleDashed, tone: 'text-muted-foreground', word: 'Not tried' },
  stopped: { icon: CircleSlash, tone: 'text-muted-foreground', word: 'Stopped on its way' },
} as const;

type DeliveryRowProps = {
  file: FileDelivery;
  /** Bytes a second, when known. */
  speed?: number | null;
  /** Whether the export has ended: nothing is on its way any more. */
  ended: boolean;
  withReason?: boolean;
};

/** One file on its way to a target. */
export function DeliveryRow(props: DeliveryRowProps) {
  const { file, speed = null, ended, withReason = false } = props;
  const { name, size, bytes, status, attempts } = file;
  const last = attempts.at(-1);
  const retryAt = last?.retryAt ? Date.parse(last.retryAt) : 0;
  const pausing = useClock(useCallback((now) => now < retryAt, [retryAt])) && !ended;
  const { icon: Icon, tone, word } = LOOKS[lookOf(status, pausing, ended)];
  const sending = status === 'sending' && !pausing && !ended;
  return (
    <li className="grid grid-cols-[auto_minmax(0,1fr)] items-start gap-x-2 px-3 py-1.5 text-sm">
      <Icon aria-hidden className={cn('mt-0.5 size-4', tone, sending && 'animate-spin')} />
      <div className="grid min-w-0 gap-0.5">
        <div className="flex flex-wrap items-baseline justify-between gap-x-3">
          <bdi className="min-w-0" title={file.filename}>
            <Breakable text={name} />
          </bdi>
          <span className="text-xs whitespace-nowrap text-muted-foreground tabular-nums">
            {sending ? sayProgress(bytes, size, speed) : `${word} · ${formatBytes(size)}`}
          </span>
        </div>
        {sending && (
          <Progress
            value={size > 0 ? (bytes / size) * 100 : null}
            label={`Delivery of ${name}`}
            valueText={sayAmount(bytes, size)}
          />
        )}
        {pausing && last && (
          <p className="flex flex-wrap gap-x-2 text-xs text-warning">
            <span className="min-w-0 wrap-anywhere">
              <Sentence text={last.message} />
            </span>
            <NextTry attempt={last} />
          </p>
        )}
        {withReason && status === 'failed' && last && (
          <p className="text-xs wrap-anywhere text-danger">
            <Sentence text={last.message} />
          </p>
        )}
        {attempts.length > 0 && <DeliveryAttempts attempts={attempts} />}
      </div>
    </li>
  );
}

function lookOf(
  status: FileDelivery['status'],
  pausing: boolean,
  ended: boolean,
): keyof typeof LOOKS {
  if (pausing) return 'pausing';
  if (ended && status === 'waiting') return 'untried';
  if (ended && status === 'sending') return 'stopped';
  return status;
}
