import { runtime } from '#lib/runtime.ts';
import { readOidcIdentity } from '#lib/teams/oidc-identity.ts';
import type { SessionClaims } from '#lib/teams/session-claims.ts';
import { signInByOidc } from '#lib/teams/sign-in-by-oidc.ts';
import { clientFacts } from './client-facts.ts';

/**
 * What becomes of somebody whom the identity provider vouches for: a session, or the page that says
 * why not. What goes wrong is logged and never thrown: next-auth would put its words into an address.
 */
export async function arriveByOidc(
  claims: unknown,
): Promise<{ session: SessionClaims; page?: undefined } | { page: string; session?: undefined }> {
  const { db, clock, env, log } = runtime();
  const rules = { domains: env.OIDC_DOMAINS, roles: env.OIDC_ROLES };
  try {
    const arrival = { identity: readOidcIdentity(claims), ...(await clientFacts()) };
    const outcome = await signInByOidc(db.prisma, clock, rules, arrival);
    if ('session' in outcome) return outcome;
    log.info({ refused: outcome.refused }, 'a sign-in through the identity provider was refused');
    return { page: `/sign-in/refused?why=${outcome.refused}` };
  } catch (error) {
    log.error({ err: error }, 'a sign-in through the identity provider failed');
    return { page: '/sign-in?error=Callback' };
  }
}
