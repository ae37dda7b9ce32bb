import { createPrivateKey, type KeyObject } from 'node:crypto';
import { Failure, type FailureCode } from '#lib/errors.ts';
import { repairPrivateKey } from '#lib/operations/private-key.ts';
import type { Options } from '../../delivery/target.ts';

const GOOGLE = 'https://storage.googleapis.com';
const GOOGLE_TOKENS = 'https://oauth2.googleapis.com/token';
/** Bits. Google makes no shorter keys, and RS256 allows none. */
const LEAST_KEY = 2048;

/** The options of a delivery, read once. Holds the private key: never log it. */
export type Settings = {
  bucket: string;
  /** Without a slash at the end. */
  endpoint: string;
  /** Whether the endpoint is a field's, and not Google's own. */
  hasEndpoint: boolean;
  /** The host that sentences name. */
  host: string;
  tokenUri: string;
  projectId: string;
  clientEmail: string;
  privateKey: KeyObject;
  acl: string | undefined;
  contentType: string | undefined;
  contentDisposition: string | undefined;
  cacheControl: string | undefined;
  storageClass: string | undefined;
  /** Without the prefix x-goog-meta-. */
  metadata: Record<string, string>;
};

/**
 * Reads the wire's options, which may hold anything of the right type.
 * @throws Failure TARGET_AUTH_FAILED, TARGET_NOT_FOUND for what cannot work, with its field.
 */
export function readSettings(options: Options): Settings {
  const text = (name: string): string | undefined => {
    const value = options[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const endpoint = readAddress('endpoint', 'endpoint', text('endpoint') ?? GOOGLE);
  const clientEmail = text('client_email') ?? '';
  return {
    bucket: text('bucket') ?? '',
    endpoint: endpoint.href.replace(/\/+$/, ''),
    hasEndpoint: endpoint.origin !== GOOGLE,
    host: endpoint.host,
    tokenUri: readAddress('token_uri', 'token URI', text('token_uri') ?? GOOGLE_TOKENS).href,
    projectId: text('project_id') ?? '',
    clientEmail,
    privateKey: readPrivateKey(text('private_key') ?? '', clientEmail),
    acl: text('acl'),
    contentType: text('content_type'),
    contentDisposition: text('content_disposition'),
    cacheControl: text('cache_control'),
    storageClass: text('storage_class'),
    metadata: Object.fromEntries(
      pairs(options.metadata).map(([key, value]) => [
        key.replace(/^(?:x-goog-meta-)+/i, ''),
        value,
      ]),
    ),
  };
}

/** PKCS#8 as in Google's key files, or PKCS#1 as openssl once wrote it. */
function readPrivateKey(given: string, clientEmail: string): KeyObject {
  const refuse = (words: string, cause?: unknown) =>
    at('private_key', 'TARGET_AUTH_FAILED', words, cause);
  let key: KeyObject;
  try {
    key = createPrivateKey(repairPrivateKey(given));
  } catch (error) {
    const words = `The private key of ${clientEmail} cannot be read. Take private_key from the JSON key file of the service account, from “-----BEGIN” to “-----END PRIVATE KEY-----”.`;
    throw refuse(words, error);
  }
  if (key.asymmetricKeyType !== 'rsa') {
    const words = `The private key of ${clientEmail} is no RSA key, so it is none that Google made. Take private_key from the JSON key file of the service account.`;
    throw refuse(words);
  }
  if ((key.asymmetricKeyDetails?.modulusLength ?? 0) < LEAST_KEY) {
    const words = `The private key of ${clientEmail} has fewer than ${LEAST_KEY} bits, which Google does not accept. Make a new key for the service account.`;
    throw refuse(words);
  }
  return key;
}

function readAddress(field: string, what: string, given: string): URL {
  const url = URL.parse(given);
  if (!url || !/^https?:$/.test(url.protocol) || url.hostname === '') {
    const words = `The ${what} “${given}” is no web address. It must start with https:// or http://.`;
    throw at(field, 'TARGET_NOT_FOUND', words);
  }
  // Credentials have their own fields, and a query would become part of each request.
  url.username = '';
  url.password = '';
  url.search = '';
  url.hash = '';
  return url;
}

const pairs = (value: unknown): [string, string][] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).map(([key, held]) => [key, String(held)])
    : [];

const at = (field: string, code: FailureCode, words: string, cause?: unknown): Failure =>
  new Failure(code, words, { fields: { [field]: [words] }, cause });
