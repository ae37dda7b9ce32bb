import { Failure, type FieldErrors } from '#lib/errors.ts';
import type { Settings } from './settings.ts';
import type { SignIn } from './sign-in.ts';

const NAMES: Readonly<Record<string, string>> = {
  publickey: 'a private key',
  password: 'a password',
  'keyboard-interactive': 'an answered prompt',
  'gssapi-with-mic': 'Kerberos',
  hostbased: 'the host’s own key',
};

/** Why the server lets nobody in: what it refused, or what it would take instead. */
export function describeSignInFailure(
  settings: Settings,
  { offered, tried, partly, asked }: SignIn,
  cause: unknown,
): Failure {
  const { address, username, key } = settings;
  const fail = (words: string, names: readonly string[]): Failure => {
    const fields: FieldErrors = Object.fromEntries(names.map((name) => [name, [words]]));
    const detail = [
      `Offered: ${offered.join(', ') || 'nothing'}. Tried: ${tried.join(', ') || 'nothing'}.`,
      ...(asked.length > 0 ? [`Asked: ${asked.join(' | ')}`] : []),
      ...(cause instanceof Error ? [cause.message] : []),
    ].join('\n');
    return new Failure('TARGET_AUTH_FAILED', words, { fields, detail, cause });
  };
  const takes = offered.map((name) => NAMES[name] ?? name).join(' or ') || 'nothing that is known';
  if (asked.length > 0) {
    const words = `${address} asks user \`${username}\` for more than a password (“${asked[0]}”). That cannot be answered here. Use an account that signs in with a password or a key alone.`;
    return fail(words, ['password']);
  }
  if (partly) {
    const missing = offered.includes('publickey') && !key ? 'private_key' : 'password';
    const words = `${address} accepted the first way in for user \`${username}\`, and asks for ${takes} besides. Fill in both the password and the private key.`;
    return fail(words, [missing]);
  }
  const triedKey = tried.includes('publickey');
  const triedPassword = tried.some((name) => name !== 'publickey');
  if (triedKey && triedPassword) {
    const words = `${address} refused both the private key and the password of user \`${username}\`. Check the user name, the password, and that the key's public part is known to the server.`;
    return fail(words, ['private_key', 'password']);
  }
  if (triedKey) {
    const words = `${address} refused the private key of user \`${username}\`. Its public part must stand in that account's authorized_keys; check the user name too.`;
    return fail(words, ['private_key']);
  }
  if (triedPassword) {
    const words = `${address} refused the password of user \`${username}\`. Check the user name and the password.`;
    return fail(words, ['password']);
  }
  const field = offered.includes('publickey') ? 'private_key' : 'password';
  const given = key ? 'a private key' : 'a password';
  const words = `${address} lets user \`${username}\` in with ${takes} only, not with ${given}. Sign in with that instead.`;
  return fail(words, [field]);
}
