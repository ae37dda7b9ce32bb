'use client';

import { useCallback, useSyncExternalStore } from 'react';
import { formatFullTime, formatLocalTime } from '#lib/ui/local-time.ts';
import { useClock } from './ticker.tsx';

const never = () => () => {};

/** The reader's time zone is known only in the browser; until then, the server's page says UTC. */
export function useTimeZone(): string | undefined {
  return useSyncExternalStore<string | undefined>(
    never,
    () => undefined,
    () => 'UTC',
  );
}

/** A moment by the reader's clock: `15:02`, `tomorrow 15:02`, `24 Nov 15:02`; in full under the pointer. */
export function LocalTime({ at, className }: { at: string; className?: string }) {
  const timeZone = useTimeZone();
  const zone = timeZone ? { timeZone } : {};
  const time = Date.parse(at);
  const text = useClock(
    useCallback(
      (now) => formatLocalTime(time, now, timeZone ? { timeZone } : {}),
      [time, timeZone],
    ),
  );
  return (
    <time dateTime={at} title={formatFullTime(time, zone)} className={className}>
      {text}
    </time>
  );
}
