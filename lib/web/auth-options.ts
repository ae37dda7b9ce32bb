import type { AuthOptions } from 'next-auth';
import CredentialsProvider from 'next-auth/providers/credentials';
import { isFailure } from '#lib/errors.ts';
import { runtime } from '#lib/runtime.ts';
import { SESSION_LASTS } from '#lib/teams/begin-session.ts';
import { EmailAddress, GivenCode, GivenPassword } from '#lib/teams/credentials.ts';
import { findMember } from '#lib/teams/find-member.ts';
import type { SessionClaims } from '#lib/teams/session-claims.ts';
import { signIn } from '#lib/teams/sign-in.ts';
import { signInWithCode } from '#lib/teams/sign-in-with-code.ts';
import { accountContext } from './account-context.ts';
import { arriveByOidc } from './arrive-by-oidc.ts';
import { hasOidc, OIDC_ID, oidcProvider } from './oidc-provider.ts';
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
  const { db, clock, env, log } = runtime();
  const secure = isSecure(env);
  return {
    secret: sessionSecret(),
    session: { strategy: 'jwt', maxAge: SESSION_LASTS },
    useSecureCookies: secure,
    cookies: {
      sessionToken: { name: sessionCookieName(secure), options: cookieOptions(secure) },
    },
    pages: { signIn: '/sign-in', signOut: '/exports', error: '/sign-in' },
    providers: [passwordProvider(), ...(hasOidc(env) ? [oidcProvider(env)] : [])],
    callbacks: {
      async signIn({ user, account, profile }) {
        if (account?.provider !== OIDC_ID) return true;
        const { session, page } = await arriveByOidc(profile);
        if (!session) return page;
        // The same object comes to `jwt`, below.
        Object.assign(user, { claims: session });
        return true;
      },
      async jwt({ token, user }) {
        if (user && 'claims' in user) return toToken((user as SignedIn).claims);
        const claims = findClaims(token);
        if (claims && (await findMember(db.prisma, clock, claims))) return token;
        // next-auth answers with no session and removes the cookie.
        throw new Error('The session has ended.');
      },
      session: ({ session }) => session,
    },
    events: {
      async signOut({ token }) {
        const claims = findClaims(token);
        if (claims) await db.prisma.session.deleteMany({ where: { id: claims.sessionId } });
      },
    },
    logger: {
      error: (code, detail) =>
        log[code === 'JWT_SESSION_ERROR' ? 'debug' : 'error'](describeFault(detail), code),
      warn: (code) => log.debug(code),
      debug: () => {},
    },
  };
}

/** The second factor is asked for here too: `code` comes along, or there is no session. */
function passwordProvider() {
  const { db, clock, guesses } = runtime();
  return CredentialsProvider({
    credentials: { email: { type: 'email' }, password: { type: 'password' }, code: {} },
    async authorize(given, request): Promise<SignedIn | null> {
      const email = EmailAddress.safeParse(given?.email);
      const password = GivenPassword.safeParse(given?.password);
      const code = GivenCode.safeParse(given?.code);
      if (!email.success || !password.success) return null;
      const ip = request.headers?.['x-forwarded-for'];
      const userAgent = request.headers?.['user-agent'];
      const attempt = { email: email.data, password: password.data, ip, userAgent };
      try {
        const { session, awaitsCode } = await signIn(db.prisma, clock, guesses, attempt);
        if (session) return { id: session.userId, claims: session };
        if (!code.success) return null;
        const second = { userId: awaitsCode, code: code.data, ip, userAgent };
        const claims = await signInWithCode(accountContext(), second);
        return { id: claims.userId, claims };
      } catch (error) {
        // next-auth shows the message; only those that are meant to be read may get there.
        if (isFailure(error)) return null;
        throw error;
      }
    },
  });
}

/** Only the words: such errors carry requests along, and those carry the provider's secret. */
function describeFault(detail: unknown): { fault?: string } {
  const inner = detail instanceof Error ? detail : (detail as { error?: unknown } | null)?.error;
  return inner instanceof Error ? { fault: `${inner.name}: ${inner.message}` } : {};
}
