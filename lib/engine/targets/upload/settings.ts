import { validateHeaderName, validateHeaderValue } from 'node:http';
import { Failure, type FailureCode } from '#lib/errors.ts';
import type { Options } from '../../delivery/target.ts';

/** Where a PUT goes, and what goes with it. Holds secrets: never log it. */
export type Settings = {
  /** Without user and password: they are in `headers`. */
  url: URL;
  /** As they are sent: names in their own case, values as the bytes of UTF-8. */
  headers: Readonly<Record<string, string>>;
};

/**
 * Reads the wire's options, which may hold anything of the right type.
 * @param size bytes of the file, which a given Content-Length has to agree with.
 * @throws Failure TARGET_NOT_FOUND, TARGET_DENIED for what cannot be sent, with its field.
 */
export function readSettings(options: Options, size: number): Settings {
  const url = readUrl(options.url);
  const given = Object.entries((options.headers ?? {}) as Record<string, unknown>);
  const headers: Record<string, string> = {};
  for (const [name, held] of given) {
    const value = asBytes(String(held));
    refuseUnsendable(name, value);
    if (!isOurs(name, value, url, size)) headers[name] = value;
  }
  return { url, headers: { ...headers, ...basicAuth(url, Object.keys(headers)) } };
}

function readUrl(value: unknown): URL {
  const url = URL.parse(String(value ?? ''));
  if (url && /^https?:$/.test(url.protocol) && url.hostname !== '') return url;
  throw at('url', 'TARGET_NOT_FOUND', 'The URL is no web address. It must start with https://.');
}

/** The length and the host are part of HTTP: the same said again changes nothing, other than that breaks it. */
function isOurs(name: string, value: string, url: URL, size: number): boolean {
  switch (name.toLowerCase()) {
    case 'content-length':
      if (value.trim() === `${size}`) return true;
      throw at(
        'headers',
        'TARGET_DENIED',
        `The header ${name} says ${value} bytes, and the file has ${size}. Leave it out: the length of the file is always sent.`,
      );
    case 'host':
      if (value.trim().toLowerCase() === url.host) return true;
      throw at(
        'headers',
        'TARGET_DENIED',
        `The header ${name} cannot differ from the URL, which leads to ${url.host}. Leave it out, or change the URL.`,
      );
    case 'transfer-encoding':
      throw at(
        'headers',
        'TARGET_DENIED',
        `The header ${name} cannot be given: the file is sent in one piece, with its length. Leave it out.`,
      );
    default:
      return false;
  }
}

function refuseUnsendable(name: string, value: string): void {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
  } catch {
    throw at(
      'headers',
      'TARGET_DENIED',
      `The header “${name}” cannot be sent: a name has only letters, digits and hyphens, and a value is one line of text.`,
    );
  }
}

/** Node writes headers as Latin-1, one byte a character; services read UTF-8. */
const asBytes = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

/** What stands as user:password@ in an address; a header says it more plainly, and wins. */
export function basicAuth(url: URL, given: readonly string[]): Record<string, string> {
  const { username, password } = url;
  url.username = '';
  url.password = '';
  if (!username && !password) return {};
  if (given.some((name) => name.toLowerCase() === 'authorization')) return {};
  const pair = `${decode(username)}:${decode(password)}`;
  return { Authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function at(field: string, code: FailureCode, words: string): Failure {
  return new Failure(code, words, { fields: { [field]: [words] } });
}
