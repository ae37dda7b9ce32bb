'use client';

import { CircleX, Clock, ClockAlert } from 'lucide-react';
import { useCallback } from 'react';
import { LocalTime } from '#components/local-time.tsx';
import { useClock } from '#components/ticker.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { cn } from '#lib/ui/cn.ts';
import { formatRelative } from '#lib/ui/duration.ts';
import { type ExpiryState, expiryState } from '#lib/ui/expiry-state.ts';

const LOOKS = {
  fine: { icon: Clock, tone: 'neutral' },
  month: { icon: Clock, tone: 'warning' },
  week: { icon: ClockAlert, tone: 'danger' },
  over: { icon: CircleX, tone: 'danger' },
} as const satisfies Record<ExpiryState, unknown>;

type ExpiryBadgeProps = {
  /** ISO time at which the credentials end. */
  at: string;
  /** What ends: “SAS token”. */
  from?: string | undefined;
  /** Shows the moment itself beside it. */
  withTime?: boolean;
  className?: string;
};

/** When credentials end, kept true while the page is open: by word, icon and tone. */
export function ExpiryBadge({ at, from, withTime = true, className }: ExpiryBadgeProps) {
  const end = Date.parse(at);
  const state = useClock(
    useCallback((now): ExpiryState => expiryState(new Date(end), new Date(now)), [end]),
  );
  const when = useClock(useCallback((now) => formatRelative(end - now), [end]));
  const { icon: Icon, tone } = LOOKS[state];
  const subject = from ?? 'Credentials';
  return (
    <span className={cn('inline-flex flex-wrap items-center gap-x-1.5 text-sm', className)}>
      <Badge tone={tone}>
        <Icon aria-hidden />
        <span className="sr-only">{subject}: </span>
        {state === 'over' ? `Expired ${when}` : `Expires ${when}`}
      </Badge>
      {withTime && (
        <span className="text-muted-foreground">
          {from && <span aria-hidden>{from}, </span>}
          <LocalTime at={at} />
        </span>
      )}
    </span>
  );
}
