import { Failure, isFailure } from '#lib/errors.ts';
import { describeStatus } from '../../delivery/target-failure.ts';
import { describeReply, type Reply, readJson } from './exchange.ts';

/** Where one signs in, and in which dialect. The URL has no slash at its end. */
export type Identity = { version: 'v3' | 'v2.0' | 'v1'; url: string };

/** GET, redirects followed. */
export type Look = (url: string) => Promise<Reply>;

type Version = { version: 'v3' | 'v2.0'; link: URL | undefined };

/**
 * Finds the Identity API of a cloud from its address without version, or with one. What Keystone says
 * of its own address is often an inner one, so the host that the user named is kept where it works.
 * The answers: https://docs.openstack.org/api-ref/identity/v3/#versions
 * @throws Failure, at auth_url.
 */
export async function findIdentity(look: Look, authUrl: URL): Promise<Identity> {
  const base = authUrl.href.replace(/\/+$/, '');
  if (/\/v1(?:\.0)?$/.test(authUrl.pathname)) return { version: 'v1', url: base };
  const first = await look(authUrl.href);
  refuseTrouble(first);
  const found = readVersions(first);
  const own = withoutSlash(first.url);
  const single = isSingle(first) && found[0];
  if (single) return { version: single.version, url: own };
  const wanted = found.find(({ version }) => version === 'v3') ?? found[0];
  if (wanted) return await placeVersion(look, own, wanted);
  const named = /\/(v3|v2\.0)$/.exec(authUrl.pathname)?.[1];
  // Some front ends let sign-ins pass, and nothing else.
  if (named) return { version: named as 'v3' | 'v2.0', url: base };
  for (const version of ['v3', 'v2.0'] as const) {
    const there = await findAt(look, `${base}/${version}`, version);
    if (there) return there;
  }
  const old = await look(`${base}/auth/v1.0`);
  if (old.status === 401 && /^swift\b/i.test(`${old.headers['www-authenticate']}`)) {
    return { version: 'v1', url: withoutSlash(old.url) };
  }
  throw noKeystone(first);
}

async function placeVersion(
  look: Look,
  own: string,
  { version, link }: Version,
): Promise<Identity> {
  const { origin } = new URL(own);
  if (link?.origin === origin) return { version, url: withoutSlash(link) };
  const candidates = [
    link && origin + link.pathname,
    `${own}/${version}`,
    // Never to a place that is less safe than the one the user named.
    link && !(own.startsWith('https:') && link.protocol === 'http:') && link.href,
  ];
  for (const candidate of new Set(candidates)) {
    if (!candidate) continue;
    const there = await findAt(look, candidate.replace(/\/+$/, ''), version);
    if (there) return there;
  }
  return { version, url: `${own}/${version}` };
}

/** The API at an address, if that is what answers there. */
async function findAt(
  look: Look,
  url: string,
  version: 'v3' | 'v2.0',
): Promise<Identity | undefined> {
  const reply = await look(url).catch((error: unknown) => {
    if (isFailure(error) && error.code === 'TARGET_UNREACHABLE') return undefined;
    throw error;
  });
  if (!reply || !isSingle(reply)) return undefined;
  const is = readVersions(reply).some((found) => found.version === version);
  return is ? { version, url: withoutSlash(reply.url) } : undefined;
}

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;

const isSingle = (reply: Reply): boolean => {
  const json = readJson(reply);
  return isObject(json) && isObject(json.version);
};

/** The versions that an answer tells of, those that are known here. */
function readVersions(reply: Reply): Version[] {
  const json = readJson(reply);
  if (!isObject(json)) return [];
  const { version, versions } = json;
  const listed = isObject(versions) && 'values' in versions ? versions.values : versions;
  const all: unknown[] = isObject(version) ? [version] : Array.isArray(listed) ? listed : [];
  return all.flatMap((one): Version[] => {
    if (!isObject(one)) return [];
    const major = /^v(\d)/.exec(`${one.id}`)?.[1];
    const known = major === '3' ? 'v3' : major === '2' ? 'v2.0' : undefined;
    if (!known) return [];
    const links: unknown[] = Array.isArray(one.links) ? one.links : [];
    const self = links.find((link) => isObject(link) && link.rel === 'self');
    const href = isObject(self) ? URL.parse(`${self.href}`) : null;
    return [{ version: known, link: href ?? undefined }];
  });
}

function refuseTrouble(reply: Reply): void {
  const { status, headers, url } = reply;
  if (status !== 429 && status < 500) return;
  const text = describeReply(reply);
  throw describeStatus({ status, headers, text, host: url.host, step: 'finding its versions' });
}

/** What answered is no Identity service. */
export function noKeystone(reply: Reply): Failure {
  const { host, pathname } = reply.url;
  const where = pathname === '/' ? host : host + pathname;
  const words = `${where} answered, but it is no OpenStack Identity service (Keystone). Check the auth URL: clouds often have it on a port or path of its own, as in https://cloud.example.com:5000 or https://cloud.example.com/identity.`;
  return new Failure('TARGET_NOT_FOUND', words, {
    fields: { auth_url: [words] },
    detail: describeReply(reply),
  });
}

const withoutSlash = (url: URL): string => (url.origin + url.pathname).replace(/\/+$/, '');
