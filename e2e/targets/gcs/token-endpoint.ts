import { type KeyObject, verify } from 'node:crypto';
import type { Accounts } from './accounts.ts';

/** What the token endpoint answers, as OAuth has it. */
export type TokenAnswer = { status: number; body: Record<string, unknown> };

const GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
/** Seconds that a client's clock may be ahead; Google's own limit is not told. */
const AHEAD = 300;
const LONGEST = 3600;

/**
 * Trades a service account's JWT for an access token. Shapes as Google answers them, collected from
 * what users of its client libraries report: googleapis/google-api-php-client#1429,
 * googleapis/google-cloud-python#10004, google/oculi#5.
 * https://developers.google.com/identity/protocols/oauth2/service-account
 */
export function grantToken(
  form: string,
  about: { accounts: Accounts; audience: string; seconds: number; now: number },
): TokenAnswer {
  const fields = new URLSearchParams(form);
  const grant = fields.get('grant_type');
  if (grant !== GRANT) return refuse('unsupported_grant_type', `Invalid grant_type: ${grant}`);
  const parts = (fields.get('assertion') ?? '').split('.');
  const [head, claims] = parts.slice(0, 2).map(readPart);
  const [first, second, signature] = parts;
  if (parts.length !== 3 || !head || !claims || !signature) {
    return refuse('invalid_grant', 'Invalid JWT: malformed assertion.');
  }
  if (head.alg !== 'RS256' || (head.typ !== undefined && head.typ !== 'JWT')) {
    return refuse('invalid_grant', 'Invalid JWT: the algorithm must be RS256.');
  }
  const email = String(claims.iss ?? '');
  if (!email.includes('@')) return refuse('invalid_grant', 'Not a valid email.');
  const key = about.accounts.findKey(email);
  if (!key) return refuse('invalid_grant', 'Invalid grant: account not found');
  if (!isSigned(`${first}.${second}`, signature, key)) {
    return refuse('invalid_grant', 'Invalid JWT Signature.');
  }
  const { iat, exp, aud, scope } = claims;
  const seconds = about.now / 1000;
  if (
    !Number.isInteger(iat) ||
    !Number.isInteger(exp) ||
    Number(iat) > seconds + AHEAD ||
    Number(exp) <= seconds ||
    Number(exp) - Number(iat) > LONGEST
  ) {
    return refuse(
      'invalid_grant',
      'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.',
    );
  }
  if (aud !== about.audience) {
    return refuse(
      'invalid_grant',
      `Invalid JWT: Failed audience check. The right audience is ${about.audience}`,
    );
  }
  const scopes = typeof scope === 'string' ? scope.split(' ').filter(Boolean) : [];
  if (
    scopes.length === 0 ||
    !scopes.every((one) => one.startsWith('https://www.googleapis.com/auth/'))
  ) {
    return refuse('invalid_scope', 'Invalid OAuth scope or ID token audience provided.');
  }
  const access_token = about.accounts.issue(email, scopes);
  return {
    status: 200,
    body: { access_token, expires_in: about.seconds, token_type: 'Bearer' },
  };
}

const refuse = (error: string, error_description: string): TokenAnswer => ({
  status: 400,
  body: { error, error_description },
});

function readPart(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function isSigned(text: string, signature: string, key: KeyObject): boolean {
  return verify('RSA-SHA256', Buffer.from(text), key, Buffer.from(signature, 'base64url'));
}
