import { SignJWT } from 'jose';
import { readAnswer } from '../../delivery/read-answer.ts';
import type { TargetContext } from '../../delivery/target.ts';
import { describeTargetError } from '../../delivery/target-failure.ts';
import { untilAborted } from '../../delivery/until-aborted.ts';
import type { Settings } from './settings.ts';
import { describeTokenRefusal } from './token-failure.ts';

/** Writes objects and reads them; changes no bucket. */
const SCOPE = 'https://www.googleapis.com/auth/devstorage.read_write';
/** Seconds that the assertion is valid: the longest that Google takes. */
const ASSERTION_FOR = 3600;
/** Milliseconds. */
const ANSWER_WITHIN = 30_000;
const RENEW_BEFORE = 60_000;

export type AccessTokens = {
  /** A token that is valid for a while. @throws Failure, classified; the signal's reason. */
  get(signal: AbortSignal): Promise<string>;
  /** Forgets a token that the service refused. */
  refused(token: string): void;
};

type Token = { text: string; renewAt: number };

/**
 * Trades the service account's key for access tokens, and keeps each as long as it lasts. Files that
 * are under way side by side share one.
 * https://developers.google.com/identity/protocols/oauth2/service-account#httprest
 */
export function createAccessTokens(
  settings: Settings,
  { egress, clock, signal }: Pick<TargetContext, 'egress' | 'clock' | 'signal'>,
): AccessTokens {
  let current: Token | undefined;
  let coming: Promise<Token> | undefined;

  async function trade(): Promise<Token> {
    const { tokenUri, clientEmail, privateKey } = settings;
    const now = Math.floor(clock.now().getTime() / 1000);
    const assertion = await new SignJWT({ scope: SCOPE })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT' })
      .setIssuer(clientEmail)
      .setAudience(tokenUri)
      .setIssuedAt(now)
      .setExpirationTime(now + ASSERTION_FOR)
      .sign(privateKey);
    const body = new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion,
    }).toString();
    const asked = performance.now();
    // Shared by several files: the end of one of them does not end it.
    const within = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_WITHIN)]);
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': `${Buffer.byteLength(body)}`,
    };
    const answer = await egress
      .send(tokenUri, { method: 'POST', headers, body, signal: within })
      .catch((error: unknown) => {
        signal.throwIfAborted();
        const late = Object.assign(new Error('late', { cause: error }), { code: 'ETIMEDOUT' });
        const host = new URL(tokenUri).host;
        throw describeTargetError(within.aborted ? late : error, host, 'token_uri');
      });
    const text = await readAnswer(answer.body);
    const token = answer.status === 200 ? readToken(text) : undefined;
    if (!token) throw describeTokenRefusal(settings, clock, { ...answer, text });
    const ms = token.seconds * 1000;
    return { text: token.text, renewAt: asked + ms - Math.min(RENEW_BEFORE, ms / 10) };
  }

  return {
    async get(waiting) {
      if (current && performance.now() < current.renewAt) return current.text;
      coming ??= trade().finally(() => {
        coming = undefined;
      });
      current = await untilAborted(coming, waiting);
      return current.text;
    },
    refused(token) {
      if (current?.text === token) current = undefined;
    },
  };
}

function readToken(text: string): { text: string; seconds: number } | undefined {
  try {
    const { access_token, expires_in } = JSON.parse(text) as Record<string, unknown>;
    if (typeof access_token !== 'string' || access_token === '') return undefined;
    return { text: access_token, seconds: Number(expires_in) || 60 };
  } catch {
    return undefined;
  }
}
