import { cookies } from 'next/headers';
import { decode, encode } from 'next-auth/jwt';
import { z } from 'zod';
import type { Env } from '#lib/env.ts';
import { runtime } from '#lib/runtime.ts';
import { SESSION_LASTS } from '#lib/teams/begin-session.ts';
import type { SessionClaims } from '#lib/teams/session-claims.ts';

/** What is inside the session token, beside what next-auth adds. */
const Token = z.object({ sub: z.uuid(), sid: z.uuid() });

/** Only over HTTPS when that is how people come; else also over plain HTTP, as on a local network. */
export const isSecure = (env: Env): boolean => env.APP_URL?.startsWith('https://') ?? false;

/** `__Host-`: no other host under the same domain can set it. Browsers want HTTPS for that. */
export const sessionCookieName = (secure: boolean): string =>
  secure ? '__Host-slipway.session' : 'slipway.session';

export const cookieOptions = (secure: boolean) =>
  ({ httpOnly: true, sameSite: 'lax', path: '/', secure }) as const;

export function sessionSecret(): string {
  return runtime().engine.keys.session.toString('hex');
}

export const toToken = ({ userId, sessionId }: SessionClaims) => ({ sub: userId, sid: sessionId });

/** Undefined when the token is not of the shape that this version writes. */
export function findClaims(token: unknown): SessionClaims | undefined {
  const { data } = Token.safeParse(token);
  return data && { userId: data.sub, sessionId: data.sid };
}

/** Begins a session in the browser that sent this action. */
export async function writeSession(claims: SessionClaims): Promise<void> {
  const secure = isSecure(runtime().env);
  const value = await encode({
    token: toToken(claims),
    secret: sessionSecret(),
    maxAge: SESSION_LASTS,
  });
  const options = { ...cookieOptions(secure), maxAge: SESSION_LASTS };
  (await cookies()).set(sessionCookieName(secure), value, options);
}

/** What the session of this request says. It may have ended since: find-member.ts knows. */
export async function findSession(): Promise<SessionClaims | undefined> {
  // First of all, since a build renders pages too and stops here, before there is a server.
  const jar = await cookies();
  const token = jar.get(sessionCookieName(isSecure(runtime().env)))?.value;
  if (!token) return undefined;
  // A token that was tampered with, has expired, or is of another installation is no session.
  return findClaims(await decode({ token, secret: sessionSecret() }).catch(() => undefined));
}

/** Ends the session of this request, here and in the database: a copy of its cookie is worth nothing. */
export async function endSession(): Promise<void> {
  const claims = await findSession();
  if (claims) await runtime().db.prisma.session.deleteMany({ where: { id: claims.sessionId } });
  const secure = isSecure(runtime().env);
  const options = { ...cookieOptions(secure), maxAge: 0 };
  (await cookies()).set(sessionCookieName(secure), '', options);
}
