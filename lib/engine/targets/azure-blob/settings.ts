import { Failure } from '#lib/errors.ts';
import type { Options } from '../../delivery/target.ts';
import { contentHeaders, metadataHeaders } from './blob-headers.ts';
import { buildEndpoint } from './endpoint.ts';
import { readSasToken, type SasToken } from './sas-token.ts';

export type Credential = { key: Buffer; sas?: undefined } | { key?: undefined; sas: SasToken };

/** The options of a delivery, read once. Holds secrets: never log it. */
export type Settings = {
  account: string;
  container: string;
  /** What containers stand below. */
  endpoint: URL;
  /** The host that sentences name. */
  host: string;
  /** The field of the form that the address comes from. */
  addressField: 'endpoint' | 'storage_account';
  credential: Credential;
  /** Kept with each blob: metadata, tier, and what it is served with. */
  headers: Readonly<Record<string, string>>;
};

/**
 * Reads the wire's options, which may hold anything of the right type.
 * @throws Failure TARGET_NOT_FOUND, TARGET_AUTH_FAILED, INVALID_DATA for what cannot work, with its field.
 */
export function readSettings(options: Options): Settings {
  const text = (name: string): string | undefined => {
    const value = options[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const account = (text('storage_account') ?? '').trim().toLowerCase();
  const container = text('container') ?? '';
  // Anything else would lead elsewhere, or sign something else than what is sent.
  if (!/^[$A-Za-z0-9-]{1,63}$/.test(container)) {
    const words = `“${container}” cannot be a container: its name has 3 to 63 lower-case letters, digits and hyphens.`;
    throw new Failure('TARGET_NOT_FOUND', words, { fields: { container: [words] } });
  }
  const given = text('endpoint');
  const endpoint = buildEndpoint(account, container, given);
  const sas = text('sas_token');
  return {
    account,
    container,
    endpoint,
    host: endpoint.host,
    addressField: given ? 'endpoint' : 'storage_account',
    // With both given the key is the spare: a token says what it is for.
    credential: sas ? { sas: readSasToken(sas) } : { key: readKey(text('storage_access_key')) },
    headers: { ...metadataHeaders(options.metadata), ...contentHeaders(text) },
  };
}

function readKey(given: string | undefined): Buffer {
  const text = given?.trim() ?? '';
  if (/^[A-Za-z0-9+/]+={0,2}$/.test(text) && text.length % 4 === 0) {
    return Buffer.from(text, 'base64');
  }
  const words =
    'The access key is not whole: one of Azure is Base64 text, mostly 88 characters that end with “==”. Copy it anew from “Access keys” of the storage account.';
  throw new Failure('TARGET_AUTH_FAILED', words, { fields: { storage_access_key: [words] } });
}
