import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair } from 'jose';
import Provider from 'oidc-provider';

/** What the provider tells of a person, besides who it is. */
type Told = { email?: string; email_verified?: boolean; name?: string; groups?: string[] };

export type OidcServer = {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** By the name that they sign in with. Can be changed at any time. */
  people: Map<string, Told>;
  /** Parameters of each request to begin a sign-in. */
  asked: URLSearchParams[];
  stop(): Promise<void>;
};

/** A certified OpenID provider on loopback with one client, and a page that asks for a name only. */
export async function startOidcServer(redirectUri: string): Promise<OidcServer> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const clientId = 'slipway';
  const clientSecret = `oidc-secret-${randomBytes(16).toString('hex')}`;
  const people = new Map<string, Told>();
  const asked: URLSearchParams[] = [];
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const provider: Provider = new Provider(issuer, {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [redirectUri] }],
    jwks: { keys: [{ ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig' }] },
    cookies: { keys: [randomBytes(16).toString('hex')] },
    claims: {
      openid: ['sub'],
      email: ['email', 'email_verified'],
      profile: ['name', 'groups'],
    },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    ttl: { AccessToken: 600, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
    findAccount: (_context, name) => ({
      accountId: name,
      claims: () => ({ sub: name, ...people.get(name) }),
    }),
    // Nobody is asked whether Slipway may know: whoever runs both has decided that.
    async loadExistingGrant({ oidc: { client, session } }) {
      const { accountId } = session ?? {};
      if (!client || !accountId) return undefined;
      const grant = new provider.Grant({ accountId, clientId: client.clientId });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
  });
  const answer = provider.callback();
  server.on('request', (req, res) => {
    const { pathname, searchParams } = new URL(req.url ?? '/', issuer);
    if (pathname === '/auth') asked.push(searchParams);
    if (pathname.startsWith('/interaction/')) void interact(provider, req, res);
    else void answer(req, res);
  });
  return {
    issuer,
    clientId,
    clientSecret,
    people,
    asked,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const PAGE = `<!doctype html><html lang="en"><title>The provider</title><form method="post">
<label>Who are you? <input name="login"></label><button>Go on</button>
<button name="cancel" value="1">Cancel</button></form></html>`;

async function interact(
  provider: Provider,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  if (req.method !== 'POST') {
    res.setHeader('content-type', 'text/html').end(PAGE);
    return;
  }
  let body = '';
  for await (const chunk of req) body += chunk;
  const form = new URLSearchParams(body);
  const result = form.has('cancel')
    ? { error: 'access_denied', error_description: 'They thought better of it.' }
    : { login: { accountId: form.get('login') ?? '' } };
  await provider.interactionFinished(req, res, result, { mergeWithLastSubmission: false });
}
