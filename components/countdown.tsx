'use client';

import { Clock, ClockAlert } from 'lucide-react';
import { useCallback, useEffect, useEffectEvent, useState } from 'react';
import { cn } from '#lib/ui/cn.ts';
import { formatDuration } from '#lib/ui/duration.ts';
import { LocalTime } from './local-time.tsx';
import { useClock } from './ticker.tsx';

type CountdownProps = {
  /** ISO time, as the URL itself says it. */
  expiresAt: string;
  /** Called once when it reaches zero while the page is open, or wakes past it. */
  onExpire?: () => void;
  /** Shows the absolute local time beside it. */
  withTime?: boolean;
  /** Tells screen readers when it reaches zero. Leave it off in lists. */
  announce?: boolean;
  className?: string;
};

/** Below this the countdown asks for attention. */
const SOON_MS = 10 * 60_000;

/**
 * Time left until something expires, by the server's clock. A `timer` is not read out as it runs:
 * who asks for it hears the time left, and nobody hears every second.
 */
export function Countdown({
  expiresAt,
  onExpire,
  withTime = true,
  announce = false,
  className,
}: CountdownProps) {
  const end = Date.parse(expiresAt);
  const left = useClock(useCallback((now) => (now >= end ? '' : formatDuration(end - now)), [end]));
  const soon = useClock(useCallback((now) => end - now < SOON_MS, [end]));
  const expired = left === '';
  const passed = useExpiry(expired, onExpire);

  const Icon = expired ? ClockAlert : Clock;
  const tone = expired ? 'text-danger' : soon ? 'text-warning' : 'text-foreground';
  return (
    <span className={cn('inline-flex flex-wrap items-center gap-x-1.5 text-sm', className)}>
      <span className={cn('inline-flex items-center gap-1 whitespace-nowrap', tone)}>
        <Icon aria-hidden className="size-4 shrink-0" />
        <span role="timer" className="font-medium">
          {expired ? 'Expired' : `${left} left`}
        </span>
      </span>
      {withTime && (
        <span className="whitespace-nowrap text-muted-foreground">
          {!expired && 'until '}
          <LocalTime at={expiresAt} />
        </span>
      )}
      {announce && (
        <span role="status" className="sr-only">
          {passed && 'The temporary URL has expired.'}
        </span>
      )}
    </span>
  );
}

/** True once it has expired before the reader's eyes, rather than long ago. Calls `onExpire` then. */
function useExpiry(expired: boolean, onExpire: (() => void) | undefined): boolean {
  const [wasAlive, setWasAlive] = useState(false);
  const expire = useEffectEvent(() => onExpire?.());
  useEffect(() => {
    if (!expired) setWasAlive(true);
    else if (wasAlive) expire();
  }, [expired, wasAlive]);
  return expired && wasAlive;
}
