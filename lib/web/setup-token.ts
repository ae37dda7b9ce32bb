import { createHash, timingSafeEqual } from 'node:crypto';
import { runtime } from '#lib/runtime.ts';

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Whether this is the token of the one-time link. Takes as long for a nearly right one as for any. */
export function isSetupToken(given: string): boolean {
  const { setupToken } = runtime();
  return setupToken !== undefined && timingSafeEqual(digest(given), digest(setupToken));
}

/** The link has done its work: from now on it leads nowhere. */
export function spendSetupToken(): void {
  runtime().setupToken = undefined;
}
