import { timeLeft } from '#components/upload/upload-item.ts';
import { formatBytes, formatSpeed } from '#lib/ui/bytes.ts';
import { formatDuration } from '#lib/ui/duration.ts';

/** `1.2 MB of 4 MB`. */
export function sayAmount(done: number, total: number | null): string {
  return total === null ? formatBytes(done) : `${formatBytes(done)} of ${formatBytes(total)}`;
}

/** `1.2 MB of 4 MB · 800 kB/s · 00:04 left`. @param speed bytes a second, when known. */
export function sayProgress(done: number, total: number | null, speed: number | null): string {
  const left = timeLeft({ size: total, done, speed });
  return [
    sayAmount(done, total),
    speed && formatSpeed(speed),
    left !== null && `${formatDuration(left)} left`,
  ]
    .filter(Boolean)
    .join(' · ');
}
