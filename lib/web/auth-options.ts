import type { AuthOptions } from 'next-auth';
import CredentialsProvider from 'next-auth/providers/credentials';
import { isFailure } from '#lib/errors.ts';
import { runtime } from '#lib/runtime.ts';
import { SESSION_LASTS } from '#lib/teams/begin-session.ts';
import { EmailAddress, GivenPassword } from '#lib/teams/credentials.ts';
import { findMember } from '#lib/teams/find-member.ts';
import type { SessionClaims } from '#lib/teams/session-claims.ts';
import { signIn } from '#lib/teams/sign-in.ts';
import {
  cookieOptions,
  findClaims,
  isSecure,
  sessionCookieName,
  sessionSecret,
  toToken,
} from './session-cookie.ts';

/** next-auth wants a user with an id; ours carries what the session is made of. */
type SignedIn = { id: string; claims: SessionClaims };

/** How next-auth works here. Made on demand, since keys and settings exist only once the server runs. */
export function authOptions(): AuthOptions {
  const { db, clock, env, guesses, log } = runtime();
  const secure = isSecure(env);
  return {
    secret: sessionSecret(),
    session: { strategy: 'jwt', maxAge: SESSION_LASTS },
    useSecureCookies: secure,
    cookies: {
      sessionToken: { name: sessionCookieName(secure), options: cookieOptions(secure) },
    },
    pages: { signIn: '/sign-in', signOut: '/exports', error: '/sign-in' },
    providers: [
      CredentialsProvider({
        credentials: { email: { type: 'email' }, password: { type: 'password' } },
        async authorize(given, request): Promise<SignedIn | null> {
          const email = EmailAddress.safeParse(given?.email);
          const password = GivenPassword.safeParse(given?.password);
          if (!email.success || !password.success) return null;
          const ip = request.headers?.['x-forwarded-for'];
          const userAgent = request.headers?.['user-agent'];
          const attempt = { email: email.data, password: password.data, ip, userAgent };
          try {
            const claims = await signIn(db.prisma, clock, guesses, attempt);
            return { id: claims.userId, claims };
          } catch (error) {
            // next-auth shows the message; only those that are meant to be read may get there.
            if (isFailure(error)) return null;
            throw error;
          }
        },
      }),
    ],
    callbacks: {
      async jwt({ token, user }) {
        if (user && 'claims' in user) return toToken((user as SignedIn).claims);
        const claims = findClaims(token);
        if (claims && (await findMember(db.prisma, clock, claims))) return token;
        // next-auth answers with no session and removes the cookie.
        throw new Error('The session has ended.');
      },
      session: ({ session }) => session,
    },
    logger: {
      error: (code, detail) =>
        log[code === 'JWT_SESSION_ERROR' ? 'debug' : 'error']({ detail }, code),
      warn: (code) => log.debug(code),
      debug: () => {},
    },
  };
}
