import type { Clock } from '#lib/clock.ts';
import { Failure } from '#lib/errors.ts';
import { describeStatus } from '../../delivery/target-failure.ts';
import type { EgressAnswer } from '../../egress.ts';
import type { Settings } from './settings.ts';

type Refused = Pick<EgressAnswer, 'status' | 'headers'> & { text: string };
type Meaning = (
  settings: Settings,
  clock: Clock,
  answer: Refused,
) => { words: string; field?: string };

/** By what Google says of it: the error is `invalid_grant` for all of them. */
const MEANINGS: readonly [RegExp, Meaning][] = [
  [
    /account not found|not a valid email|account (?:was )?(?:deleted|disabled)/i,
    ({ clientEmail }) => ({
      words: `Google knows no service account ${clientEmail}, or it was deleted or disabled. Check the client email against the key file.`,
      field: 'client_email',
    }),
  ],
  [
    /signature/i,
    ({ clientEmail }) => ({
      words: `The private key is none of ${clientEmail}, or it was deleted. Make a new key for the service account and take client email and private key from the same file.`,
      field: 'private_key',
    }),
  ],
  [
    /short-lived|reasonable timeframe|\biat\b|\bexp\b/i,
    (_, clock, { headers }) => ({
      words: `The clock of this server is wrong${skew(clock, headers.date)}, so Google refused to sign in. An administrator must set it, best by NTP.`,
    }),
  ],
  [
    /audience/i,
    ({ tokenUri }) => ({
      words: `${tokenUri} gives out no tokens under that address. Take token_uri from the key file, or leave the token URI empty.`,
      field: 'token_uri',
    }),
  ],
];

/** What the token endpoint's refusal means. */
export function describeTokenRefusal(settings: Settings, clock: Clock, answer: Refused): Failure {
  const { status, headers, text } = answer;
  const { host } = new URL(settings.tokenUri);
  const said = readOauthError(text);
  const detail = `${status} ${text.trim()}`;
  if (status === 429 || status >= 500) {
    const plain = describeStatus({ status, headers, text, host, step: 'signing in' });
    const { code, message, retry, retryAfterSeconds } = plain;
    return new Failure(code, message, { retry, retryAfterSeconds, detail });
  }
  if (!said) {
    const words = `${host} answered ${status} to signing in, and no token. Check the token URI, or leave it empty.`;
    return new Failure('TARGET_NOT_FOUND', words, { fields: { token_uri: [words] }, detail });
  }
  const found = MEANINGS.find(([pattern]) => pattern.test(said));
  const { words, field } = found
    ? found[1](settings, clock, answer)
    : {
        words: `${host} refused to sign in ${settings.clientEmail}: ${said}. Check client email and private key.`,
        field: 'client_email',
      };
  const fields = field ? { [field]: [words] } : undefined;
  return new Failure('TARGET_AUTH_FAILED', words, { fields, detail });
}

/** https://datatracker.ietf.org/doc/html/rfc6749#section-5.2 */
function readOauthError(text: string): string | undefined {
  try {
    const { error, error_description } = JSON.parse(text) as Record<string, unknown>;
    if (typeof error !== 'string' || !/^[a-z_]+$/.test(error)) return undefined;
    const more = typeof error_description === 'string' ? `: ${error_description}` : '';
    return `${error}${more}`.replace(/\.$/, '');
  } catch {
    return undefined;
  }
}

/** By how much, when the other side tells its time. */
function skew(clock: Clock, date: string | undefined): string {
  const minutes = Math.round((clock.now().getTime() - Date.parse(date ?? '')) / 60_000);
  if (!Number.isFinite(minutes) || minutes === 0) return '';
  return ` by ${Math.abs(minutes)} minutes (${minutes > 0 ? 'ahead' : 'behind'})`;
}
