type Zone = { timeZone?: string };

function parts(time: number, { timeZone }: Zone) {
  const format = new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    ...(timeZone && { timeZone }),
  });
  const found: Record<string, string> = {};
  for (const { type, value } of format.formatToParts(time)) found[type] = value;
  return {
    day: `${found.day} ${found.month}`,
    year: found.year ?? '',
    time: `${found.hour}:${found.minute}`,
    seconds: found.second ?? '',
  };
}

/**
 * A moment as the reader's clock shows it, as short as the distance from `now` allows: `15:02` today,
 * `tomorrow 15:02`, `yesterday 15:02`, `24 Nov 15:02`, `24 Nov 2025 15:02`. Times in milliseconds.
 */
export function formatLocalTime(time: number, now: number, zone: Zone = {}): string {
  const then = parts(time, zone);
  const date = `${then.day} ${then.year}`;
  const dateOf = (moment: number) => {
    const { day, year } = parts(moment, zone);
    return `${day} ${year}`;
  };
  const day = 24 * 3_600_000;
  if (date === dateOf(now)) return then.time;
  if (date === dateOf(now + day)) return `tomorrow ${then.time}`;
  if (date === dateOf(now - day)) return `yesterday ${then.time}`;
  return then.year === parts(now, zone).year ? `${then.day} ${then.time}` : `${date} ${then.time}`;
}

/** The same moment in full, for titles: `24 Nov 2026 15:02:09 GMT+1`. */
export function formatFullTime(time: number, zone: Zone = {}): string {
  const { day, year, time: clock, seconds } = parts(time, zone);
  const zoneName = new Intl.DateTimeFormat('en-GB', {
    timeZoneName: 'short',
    ...(zone.timeZone && { timeZone: zone.timeZone }),
  })
    .formatToParts(time)
    .find(({ type }) => type === 'timeZoneName')?.value;
  return `${day} ${year} ${clock}:${seconds} ${zoneName ?? ''}`.trim();
}
