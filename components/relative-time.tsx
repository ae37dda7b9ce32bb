'use client';

import { useCallback } from 'react';
import { formatRelative } from '#lib/ui/duration.ts';
import { formatFullTime } from '#lib/ui/local-time.ts';
import { useTimeZone } from './local-time.tsx';
import { useClock } from './ticker.tsx';

/** `5 min ago`, kept true while the page is open; the moment itself under the pointer. */
export function RelativeTime({ at, className }: { at: string; className?: string }) {
  const timeZone = useTimeZone();
  const time = Date.parse(at);
  const text = useClock(useCallback((now) => formatRelative(time - now), [time]));
  return (
    <time
      dateTime={at}
      title={formatFullTime(time, timeZone ? { timeZone } : {})}
      className={className}
    >
      {text}
    </time>
  );
}
