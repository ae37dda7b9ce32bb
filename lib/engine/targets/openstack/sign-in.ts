import type { Egress } from '../../egress.ts';
import { type Ask, exchange } from './exchange.ts';
import { findIdentity, type Identity, type Look } from './find-identity.ts';
import type { Grant } from './grant.ts';
import { ofVersion3Only } from './identity-failure.ts';
import type { Settings } from './settings.ts';
import { signInV1 } from './sign-in-v1.ts';
import { signInV2 } from './sign-in-v2.ts';
import { signInV3 } from './sign-in-v3.ts';

/** Milliseconds for one request to the Identity service. */
const TO_ANSWER = 30_000;
const MOST_HOPS = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

type SignInContext = { egress: Pick<Egress, 'send'>; signal: AbortSignal };

/** Asks the Identity service, with a deadline for each question. */
export const createAsk =
  ({ egress, signal }: SignInContext): Ask =>
  (question) =>
    exchange(egress, { ...question, signal, within: TO_ANSWER, field: 'auth_url' });

/**
 * Finds the Identity service and signs in there; the first is done once, or was before (`found`).
 * @throws Failure: TARGET_AUTH_FAILED, TARGET_NOT_FOUND and others, with the field at fault.
 */
export function createSignIn(
  settings: Settings,
  { egress, signal, found }: SignInContext & { found?: Identity },
): () => Promise<Grant> {
  const ask = createAsk({ egress, signal });
  let identity = found;
  return async () => {
    identity ??= await findIdentity(createLook(ask), settings.authUrl);
    const { version, url } = identity;
    if (version === 'v3') return await signInV3(ask, url, settings);
    if (settings.credentials.kind !== 'password') throw ofVersion3Only(identity);
    const old = { ...settings, credentials: settings.credentials };
    return version === 'v2.0' ? await signInV2(ask, url, old) : await signInV1(ask, url, old);
  };
}

/** GET, with redirects followed, save to where others could listen. Nothing secret goes along. */
export function createLook(ask: Ask): Look {
  return async (url) => {
    let reply = await ask({ method: 'GET', url, headers: { accept: 'application/json' } });
    for (let hop = 0; hop < MOST_HOPS && REDIRECTS.has(reply.status); hop++) {
      const { location } = reply.headers;
      const next = location ? URL.parse(location, reply.url.href) : null;
      if (!next || !/^https?:$/.test(next.protocol)) break;
      if (reply.url.protocol === 'https:' && next.protocol === 'http:') break;
      reply = await ask({ method: 'GET', url: next, headers: { accept: 'application/json' } });
    }
    return reply;
  };
}
