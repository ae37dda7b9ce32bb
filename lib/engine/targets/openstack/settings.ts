import { Failure } from '#lib/errors.ts';
import type { Options } from '../../delivery/target.ts';

/** The options of a delivery to Swift, read once. Holds secrets: never log it. */
export type Settings = {
  authUrl: URL;
  region: string;
  interface: string;
  container: string;
  credentials: Credentials;
  contentType: string | undefined;
  /** What goes along with each object, metadata among it. Values as undici writes them: Latin-1. */
  headers: Record<string, string>;
  /** Seconds. */
  deleteAfter: number | undefined;
};

export type PasswordCredentials = {
  kind: 'password';
  username: string;
  password: string;
  tenant: string | undefined;
  userDomain: string;
  /** Undefined: nobody named one. */
  projectDomain: string | undefined;
};

export type Credentials =
  | PasswordCredentials
  | { kind: 'application_credential'; id: string; secret: string };

export const DEFAULT_DOMAIN = 'Default';

/**
 * Reads the wire's options, which may hold anything of the right type.
 * @throws Failure TARGET_NOT_FOUND, TARGET_DENIED for what cannot work, with its field.
 */
export function readSettings(options: Options): Settings {
  const text = (name: string): string | undefined => {
    const value = options[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const { delete_after: deleteAfter } = options;
  return {
    authUrl: readAuthUrl(text('auth_url') ?? ''),
    region: text('region') ?? '',
    // Keystone v2.0 and some clients say publicURL.
    interface: (text('interface') ?? 'public').replace(/URL$/, '').toLowerCase(),
    container: readContainer(text('container') ?? ''),
    credentials: readCredentials(text),
    contentType: readContentType(text('content_type')),
    headers: readHeaders(text, options.metadata),
    deleteAfter: typeof deleteAfter === 'number' ? deleteAfter : undefined,
  };
}

function readAuthUrl(text: string): URL {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol) || url.hostname === '') {
    throw at(
      'auth_url',
      'TARGET_NOT_FOUND',
      `The auth URL “${text}” is no web address. It must start with https:// or http://.`,
    );
  }
  // Credentials have their own fields.
  url.username = '';
  url.password = '';
  url.search = '';
  url.hash = '';
  // What people copy from the documentation of a cloud.
  url.pathname = url.pathname
    .replace(/\/+$/, '')
    .replace(/(?<=\/v[23][^/]*)\/(auth\/)?tokens$/, '');
  return url;
}

function readContainer(name: string): string {
  const bytes = Buffer.byteLength(name);
  const wrong =
    name.includes('/') || name === '.' || name === '..' || !name.isWellFormed() || bytes > 256;
  if (!wrong) return name;
  const words = `“${name.slice(0, 60)}” cannot be the name of a container: it has 256 bytes at most and no slashes. Folders belong to the name of the file.`;
  throw at('container', 'TARGET_NOT_FOUND', words);
}

function readCredentials(text: (name: string) => string | undefined): Credentials {
  const id = text('application_credential_id');
  const secret = text('application_credential_secret');
  if (id && secret) return { kind: 'application_credential', id, secret };
  return {
    kind: 'password',
    username: text('username') ?? '',
    password: text('password') ?? '',
    tenant: text('tenant_name'),
    userDomain: text('user_domain_name') ?? DEFAULT_DOMAIN,
    projectDomain: text('project_domain_name'),
  };
}

const CONTENT_HEADERS = {
  content_disposition: 'content-disposition',
  content_encoding: 'content-encoding',
  cache_control: 'cache-control',
} as const;

function readHeaders(
  text: (name: string) => string | undefined,
  metadata: unknown,
): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [field, name] of Object.entries(CONTENT_HEADERS)) {
    const value = text(field);
    if (value !== undefined) headers[name] = headerText(value, field);
  }
  const held = typeof metadata === 'object' && metadata !== null ? Object.entries(metadata) : [];
  for (const [given, value] of held) {
    const key = given.replace(/^(?:x-object-meta-)+/i, '');
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(key)) {
      const words = `The metadata key “${given}” cannot be sent: keys have only letters, digits, hyphens and underscores.`;
      throw at('metadata', 'TARGET_DENIED', words);
    }
    headers[`x-object-meta-${key}`] = headerText(String(value), 'metadata');
  }
  return headers;
}

const readContentType = (value: string | undefined): string | undefined =>
  value === undefined ? undefined : headerText(value, 'content_type');

/** Swift takes UTF-8 in headers; undici writes a character for a byte. */
function headerText(value: string, field: string): string {
  if (/\p{Cc}/u.test(value.replaceAll('\t', ' '))) {
    const words = `“${value.slice(0, 60)}” cannot be sent as a header: it must be one line of text.`;
    throw at(field, 'TARGET_DENIED', words);
  }
  return Buffer.from(value, 'utf8').toString('latin1');
}

/** Whom sentences speak of. */
export function describeUser(credentials: Credentials): string {
  if (credentials.kind === 'application_credential') {
    return `Application credential \`${credentials.id}\``;
  }
  return `User \`${credentials.username}\``;
}

/** The field that says who signs in. */
export const userField = ({ kind }: Credentials): string =>
  kind === 'application_credential' ? 'application_credential_id' : 'username';

const at = (field: string, code: 'TARGET_NOT_FOUND' | 'TARGET_DENIED', words: string): Failure =>
  new Failure(code, words, { fields: { [field]: [words] } });
