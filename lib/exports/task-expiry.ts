import type { WireTask } from '#lib/client/types.ts';

/** Milliseconds that the hosted service keeps a task, its files and its temporary URLs. */
const KEPT = 24 * 3_600_000;

/**
 * When the temporary URLs of a task end: as they say themselves, else as the task says, else after
 * the time that the hosted service keeps it. Undefined while the task has not ended.
 */
export function taskExpiry(task: WireTask): Date | undefined {
  const urls = (task.result?.files ?? []).flatMap((file) => urlExpiry(file.url) ?? []);
  if (urls.length > 0) return new Date(Math.min(...urls));
  if (task.expires_at) return new Date(task.expires_at);
  return task.ended_at ? new Date(Date.parse(task.ended_at) + KEPT) : undefined;
}

/** Milliseconds since 1970, as the URL is signed with it: ours and the hosted service's, or S3's. */
function urlExpiry(text: string | undefined): number | undefined {
  const query = (text && URL.parse(text, 'http://here.invalid')?.searchParams) || undefined;
  const seconds = Number(query?.get('temp_url_expires') ?? query?.get('Expires') ?? Number.NaN);
  if (seconds > 0) return seconds * 1000;
  const [, date, time] = /^(\d{8})T(\d{6})Z$/.exec(query?.get('X-Amz-Date') ?? '') ?? [];
  const lasts = Number(query?.get('X-Amz-Expires') ?? Number.NaN);
  if (!date || !time || !(lasts > 0)) return undefined;
  const iso = `${date.replace(/(....)(..)(..)/, '$1-$2-$3')}T${time.replace(/(..)(..)(..)/, '$1:$2:$3')}Z`;
  return Date.parse(iso) + lasts * 1000;
}
