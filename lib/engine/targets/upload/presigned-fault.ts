import type { Presigned } from '#lib/operations/presigned.ts';

export type Fault = { words: string; field: 'url' | 'headers' };

/** What keeps a presigned URL from being taken, by what it says of itself. */
export function findPresignedFault(
  { from, until, isForReading }: Presigned,
  host: string,
  now: Date,
): Fault | undefined {
  const refuse = (words: string): Fault => ({ words, field: 'url' });
  if (until && until <= now) {
    return refuse(
      `The URL has expired: ${host} took it until ${inUtc(until)}. Get a new one from whoever made it.`,
    );
  }
  if (from && from > now) {
    return refuse(
      `The URL is not valid yet: ${host} takes it from ${inUtc(from)} on. Wait until then; if that is past, the clock of this server is behind.`,
    );
  }
  if (isForReading) {
    return refuse(
      `The URL was not made for storing files at ${host}. Ask whoever made it for one that is signed for a PUT.`,
    );
  }
  return undefined;
}

export const inUtc = (date: Date): string =>
  `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
