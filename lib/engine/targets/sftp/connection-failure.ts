import { Failure, isFailure } from '#lib/errors.ts';
import { describeTargetError } from '../../delivery/target-failure.ts';
import { offerAlgorithms } from './algorithms.ts';
import type { Greeting, ServerOffers } from './greeting.ts';
import type { Settings } from './settings.ts';
import type { SignIn } from './sign-in.ts';
import { describeSignInFailure } from './sign-in-failure.ts';

/** SSH_DISCONNECT_TOO_MANY_CONNECTIONS (RFC 4253, 11.1). */
const TOO_MANY = 12;

/** What the library calls the lists, and what the lists are called here. */
const KINDS: readonly { said: RegExp; kind: keyof ServerOffers; words: string }[] = [
  { said: /key exchange/, kind: 'kex', words: 'key exchange' },
  { said: /host key/, kind: 'serverHostKey', words: 'host key' },
  { said: /cipher/, kind: 'cipher', words: 'cipher' },
  { said: /MAC/, kind: 'hmac', words: 'MAC' },
];

/**
 * Why no connection came about, from what the library says and what was seen and done before.
 * @param error undefined when the server simply closed it.
 */
export function describeConnectFailure(
  error: unknown,
  settings: Settings,
  { greeting, signIn }: { greeting: Greeting; signIn: SignIn },
): Failure {
  if (isFailure(error)) return error;
  const { address } = settings;
  const said = error instanceof Error ? error : undefined;
  const { level, code } = (said ?? {}) as { level?: unknown; code?: unknown };
  const unreachable = (
    words: string,
    options: { retry: boolean; detail?: string; field?: string },
  ) =>
    new Failure('TARGET_UNREACHABLE', words, {
      retry: options.retry,
      detail: options.detail ?? said?.message,
      fields: options.field ? { [options.field]: [words] } : undefined,
      cause: error,
    });
  const busy = `${address} takes no more connections just now.`;
  if (
    code === TOO_MANY ||
    /MaxStartups|too many connections/i.test(`${greeting.text} ${said?.message}`)
  ) {
    return new Failure('TARGET_BUSY', busy, {
      detail: said?.message ?? greeting.text,
      cause: error,
    });
  }
  if (level === 'client-authentication' || signIn.tried.length > 0) {
    // A server that has had enough of wrong passwords hangs up instead of saying no.
    return describeSignInFailure(settings, signIn, error);
  }
  if (level === 'client-timeout')
    return unreachable(`${address} did not complete the sign-in in time.`, { retry: true });
  if (greeting.name === undefined && greeting.text !== '') {
    const words = `What answers at ${address} is not an SSH server. Check the host and the port.`;
    return unreachable(words, { retry: false, detail: greeting.text, field: 'port' });
  }
  if (/no matching/.test(said?.message ?? '')) return describeNoCommon(settings, greeting, error);
  const known = said && describeTargetError(said, address, 'host');
  if (isFailure(known)) return known;
  if (greeting.name === undefined) {
    const words = `${address} closed the connection before it said anything. It may limit how many connect at a time, or let this server's address in nowhere.`;
    return unreachable(words, { retry: true });
  }
  return unreachable(`${address} broke off the connection before anybody was signed in.`, {
    retry: level !== 'handshake',
  });
}

function describeNoCommon(settings: Settings, { offers }: Greeting, error: unknown): Failure {
  const { address, legacyAlgorithms } = settings;
  const message = error instanceof Error ? error.message : '';
  const found = KINDS.find(({ said }) => said.test(message));
  const kind = found?.kind ?? 'kex';
  const theirs = offers?.[kind].join(', ') ?? 'unknown';
  const ours = offerAlgorithms(legacyAlgorithms)[kind].join(', ');
  const remedy = legacyAlgorithms
    ? 'The server has to be updated.'
    : 'Turn on “Old algorithms” if the server cannot be updated.';
  const words = `${address} and this server have no ${found?.words ?? 'algorithm'} algorithm in common. ${remedy}`;
  return new Failure('TARGET_UNREACHABLE', words, {
    retry: false,
    fields: legacyAlgorithms ? undefined : { legacy_algorithms: [words] },
    detail: `${message}\nIt offers: ${theirs}\nThis server takes: ${ours}`,
    cause: error,
  });
}
