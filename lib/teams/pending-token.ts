import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '#lib/clock.ts';

/** Seconds from the right password to the code. */
export const PENDING_LASTS = 5 * 60;

const Pending = z.object({
  /** Who has given the right password. */
  userId: z.uuid(),
  /** Where they wanted to go. */
  next: z.string(),
  /** Milliseconds since 1970. */
  expires: z.number(),
});

export type Pending = Omit<z.output<typeof Pending>, 'expires'>;

const sign = (key: Buffer, body: string) => createHmac('sha256', key).update(body).digest();

/**
 * Says that somebody has given the right password: the browser keeps it until the code comes. It is
 * no session, and its key is none's.
 */
export function createPendingToken(key: Buffer, clock: Clock, { userId, next }: Pending): string {
  const expires = clock.now().getTime() + PENDING_LASTS * 1000;
  const body = Buffer.from(JSON.stringify({ userId, next, expires })).toString('base64url');
  return `${body}.${sign(key, body).toString('base64url')}`;
}

/** Undefined when it has expired, was changed, or was signed with another key. */
export function readPendingToken(key: Buffer, clock: Clock, token: string): Pending | undefined {
  const [body = '', signature = '', ...rest] = token.split('.');
  const given = Buffer.from(signature, 'base64url');
  const right = sign(key, body);
  if (rest.length > 0 || given.length !== right.length || !timingSafeEqual(given, right))
    return undefined;
  const { userId, next, expires } = Pending.parse(
    JSON.parse(Buffer.from(body, 'base64url').toString('utf8')),
  );
  return clock.now().getTime() < expires ? { userId, next } : undefined;
}
