import { cookies } from 'next/headers';
import { runtime } from '#lib/runtime.ts';
import {
  createPendingToken,
  PENDING_LASTS,
  type Pending,
  readPendingToken,
} from '#lib/teams/pending-token.ts';
import { deriveKey } from '#lib/vault/master-key.ts';
import { cookieOptions, isSecure } from './session-cookie.ts';

const cookieName = (secure: boolean): string =>
  secure ? '__Host-slipway.pending' : 'slipway.pending';
const pendingKey = () => deriveKey(runtime().engine.context.master, 'pending-sign-in');

/** Characters of a path that are kept: browsers take cookies of 4 kB, signature and all. */
const NEXT_LENGTH = 2000;

/** Notes in the browser that sent this action that its password was right. */
export async function writePending({ userId, next }: Pending): Promise<void> {
  const secure = isSecure(runtime().env);
  const pending = { userId, next: next.length > NEXT_LENGTH ? '' : next };
  const token = createPendingToken(pendingKey(), runtime().clock, pending);
  const options = { ...cookieOptions(secure), maxAge: PENDING_LASTS };
  (await cookies()).set(cookieName(secure), token, options);
}

/** Whose code this browser may still give, and where they wanted to go. */
export async function findPending(): Promise<Pending | undefined> {
  const token = (await cookies()).get(cookieName(isSecure(runtime().env)))?.value;
  return token ? readPendingToken(pendingKey(), runtime().clock, token) : undefined;
}

export async function clearPending(): Promise<void> {
  const secure = isSecure(runtime().env);
  (await cookies()).set(cookieName(secure), '', { ...cookieOptions(secure), maxAge: 0 });
}
