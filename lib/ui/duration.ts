const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const two = (value: number) => String(value).padStart(2, '0');

/**
 * A span in milliseconds: `00:42`, `42:07`, `3 h 12 min`, `2 d 5 h`. Rounds down, so that a countdown
 * never promises a second it no longer has; below zero is `00:00`.
 */
export function formatDuration(milliseconds: number): string {
  const left = Math.max(0, milliseconds);
  if (left < HOUR)
    return `${two(Math.floor(left / MINUTE))}:${two(Math.floor(left / SECOND) % 60)}`;
  const [major, minor, units] =
    left < 2 * DAY
      ? [Math.floor(left / HOUR), Math.floor(left / MINUTE) % 60, ['h', 'min']]
      : [Math.floor(left / DAY), Math.floor(left / HOUR) % 24, ['d', 'h']];
  return minor === 0 ? `${major} ${units[0]}` : `${major} ${units[0]} ${minor} ${units[1]}`;
}

/** The same span as one would say it: `3 hours 12 minutes`, `42 seconds`; for screen readers. */
export function formatSpokenDuration(milliseconds: number): string {
  const left = Math.max(0, milliseconds);
  const parts: [number, string][] =
    left >= 2 * DAY
      ? [
          [Math.floor(left / DAY), 'day'],
          [Math.floor(left / HOUR) % 24, 'hour'],
        ]
      : left >= HOUR
        ? [
            [Math.floor(left / HOUR), 'hour'],
            [Math.floor(left / MINUTE) % 60, 'minute'],
          ]
        : left >= MINUTE
          ? [[Math.floor(left / MINUTE), 'minute']]
          : [[Math.floor(left / SECOND), 'second']];
  return parts
    .filter(([count], index) => index === 0 || count > 0)
    .map(([count, unit]) => `${count} ${unit}${count === 1 ? '' : 's'}`)
    .join(' ');
}

/** How long ago, or how far ahead: `just now`, `42 s ago`, `5 min ago`, `in 3 h`, `2 d ago`. */
export function formatRelative(milliseconds: number): string {
  const span = Math.abs(milliseconds);
  if (span < 5 * SECOND) return 'just now';
  const text =
    span < MINUTE
      ? `${Math.floor(span / SECOND)} s`
      : span < HOUR
        ? `${Math.floor(span / MINUTE)} min`
        : span < 2 * DAY
          ? `${Math.floor(span / HOUR)} h`
          : `${Math.floor(span / DAY)} d`;
  return milliseconds < 0 ? `${text} ago` : `in ${text}`;
}
