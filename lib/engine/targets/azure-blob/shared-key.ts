import { createHmac } from 'node:crypto';

/** A request as it is signed. Header names in lower case. */
export type Signable = {
  method: string;
  /** Encoded, as it is sent. */
  path: string;
  /** Not encoded. */
  query: Readonly<Record<string, string>>;
  headers: Readonly<Record<string, string>>;
};

/** In this order, each on its line. */
const STANDARD = [
  'content-encoding',
  'content-language',
  'content-length',
  'content-md5',
  'content-type',
  'date',
  'if-modified-since',
  'if-match',
  'if-none-match',
  'if-unmodified-since',
  'range',
];

/**
 * The Authorization header of Shared Key.
 * https://learn.microsoft.com/rest/api/storageservices/authorize-with-shared-key
 */
export function signSharedKey(account: string, key: Buffer, request: Signable): string {
  const signature = createHmac('sha256', key)
    .update(stringToSign(account, request))
    .digest('base64');
  return `SharedKey ${account}:${signature}`;
}

export function stringToSign(account: string, request: Signable): string {
  const { method, path, query, headers } = request;
  const standard = STANDARD.map((name) => {
    const value = headers[name] ?? '';
    // Since version 2015-02-21 a length of zero is left out.
    return name === 'content-length' && value === '0' ? '' : value;
  });
  const own = Object.entries(headers)
    .filter(([name]) => name.startsWith('x-ms-'))
    .map(([name, value]): [string, string] => [name, value.trim()])
    .sort(([a], [b]) => compare(weigh(a), weigh(b)))
    .map(([name, value]) => `${name}:${value}`);
  const asked = Object.entries(query)
    .map(([name, value]): [string, string] => [name.toLowerCase(), value])
    .sort(([a], [b]) => compare(a, b))
    .map(([name, value]) => `${name}:${value}`);
  return [method, ...standard, ...own, `/${account}${path}`, ...asked].join('\n');
}

/**
 * The service sorts by the rules of a language rather than by codes: hyphens don't count and an
 * underscore stands before digits. Documented only by what the SDKs do (SharedKeyComparator).
 */
const weigh = (name: string): string => name.replaceAll('-', '').replaceAll('_', '!');

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
