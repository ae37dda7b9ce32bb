import { decodeJwt } from 'jose';
import type { OAuthConfig } from 'next-auth/providers/oauth';
import type { Env } from '#lib/env.ts';

/** Its name in next-auth's addresses: the provider sends people back to `/api/auth/callback/oidc`. */
export const OIDC_ID = 'oidc';

/** Milliseconds without an answer until the provider is given up. */
const ANSWER_WITHIN = 10_000;

type Claims = { sub: string };

/** Whether people may sign in through an identity provider. */
export const hasOidc = ({ OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET }: Env): boolean =>
  Boolean(OIDC_ISSUER && OIDC_CLIENT_ID && OIDC_CLIENT_SECRET);

/**
 * The identity provider of the settings, for next-auth. It is asked for its addresses at each
 * sign-in and not before: Slipway starts, and takes passwords, while it is down. The rule for
 * outgoing connections does not apply, since the administrator named it, not a user.
 */
export function oidcProvider(env: Env): OAuthConfig<Claims> {
  const issuer = env.OIDC_ISSUER?.replace(/\/$/, '');
  return {
    id: OIDC_ID,
    name: env.OIDC_NAME,
    type: 'oauth',
    wellKnown: `${issuer}/.well-known/openid-configuration`,
    ...(env.OIDC_CLIENT_ID && { clientId: env.OIDC_CLIENT_ID }),
    ...(env.OIDC_CLIENT_SECRET && { clientSecret: env.OIDC_CLIENT_SECRET }),
    authorization: { params: { scope: 'openid email profile' } },
    checks: ['pkce', 'state', 'nonce'],
    idToken: true,
    httpOptions: { timeout: ANSWER_WITHIN },
    userinfo: {
      // Many providers tell address and groups only here, some only in the token.
      async request({ client, tokens: { access_token, id_token } }) {
        // openid-client has checked its signature, issuer, audience, nonce and time.
        const claims = decodeJwt(id_token ?? '');
        if (!access_token || !client.issuer.metadata.userinfo_endpoint) return claims;
        const told = await client.userinfo(access_token);
        if (told.sub !== claims.sub) throw new Error('The provider told of somebody else.');
        return { ...told, ...claims };
      },
    },
    profile: ({ sub }) => ({ id: sub }),
  };
}
