import { Failure } from '#lib/errors.ts';

/** What one team has of keys, of webhooks, of bases of signed URLs: lists of them fit on a page. */
export const AT_MOST = 100;

/** @throws Failure INVALID_DATA when `count` of a thing there is no room for one more of. */
export function refuseTooMany(count: number, things: string): void {
  if (count < AT_MOST) return;
  throw new Failure(
    'INVALID_DATA',
    `A team has at most ${AT_MOST} ${things}. Remove one that is not used any more.`,
  );
}
