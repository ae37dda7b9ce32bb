import type { KeystoneUser } from '../../../../e2e/targets/keystone-seed.ts';
import type { Swift } from '../../../../e2e/targets/swift.ts';
import { curl, inPath } from './curl.ts';

/** An account's URL, and what makes curl get in there. */
export type SwiftAccount = { url: string; args: readonly string[] };

type Token = {
  token: {
    catalog: { type: string; endpoints: { interface: string; region: string; url: string }[] }[];
  };
};

/** Signs in with curl. */
export async function signInToSwift(
  { authUrl, region }: Swift,
  { name, password, project, domain }: KeystoneUser,
): Promise<SwiftAccount> {
  const user = { name, password, domain: { name: domain } };
  const scope = { project: { name: project, domain: { name: domain } } };
  const auth = { identity: { methods: ['password'], password: { user } }, scope };
  const { headers, text } = await curl(`${authUrl}/v3/auth/tokens`, [
    ...['-H', 'content-type: application/json', '--data', JSON.stringify({ auth })],
  ]);
  const { token } = JSON.parse(text) as Token;
  const url = token.catalog
    .find(({ type }) => type === 'object-store')
    ?.endpoints.find((one) => one.interface === 'public' && one.region === region)?.url;
  if (!url) throw new Error(`${name} has no object store in ${region}.`);
  return { url, args: ['-H', `x-auth-token: ${headers['x-subject-token']}`] };
}

type Listed = { name: string; hash: string; slo_etag?: string };

/**
 * Finds segments that belong to no object.
 * @param container of the objects; their segments are in others.
 */
export function orphanFinder(account: Promise<SwiftAccount>, container: string) {
  const manifests = new Map<string, string[]>();

  async function ask<T>(path: string): Promise<T[]> {
    const { url, args } = await account;
    const { status, text } = await curl(url + path, args);
    if (status !== 200 && status !== 204) throw new Error(`curl got ${status}: ${text}`);
    return text ? (JSON.parse(text) as T[]) : [];
  }
  const list = (name: string) => ask<Listed>(`/${inPath(name)}?format=json`);

  /** A manifest is read once: under the same etag it is the same. */
  async function segmentsOf({ name, slo_etag }: Listed): Promise<string[]> {
    const known = `${name} ${slo_etag}`;
    const found =
      manifests.get(known) ??
      (
        await ask<{ name: string }>(
          `/${container}/${inPath(name)}?multipart-manifest=get&format=json`,
        )
      ).map((segment) => segment.name);
    manifests.set(known, found);
    return found;
  }

  return async (): Promise<string[]> => {
    const containers = await ask<{ name: string }>('?format=json');
    const others = containers.filter(
      ({ name }) => name.startsWith(container) && name !== container,
    );
    const segments = await Promise.all(
      others.map(async ({ name: other }) =>
        (await list(other)).map(({ name }) => `/${other}/${name}`),
      ),
    );
    const whole = (await list(container)).filter(({ slo_etag }) => slo_etag);
    const used = new Set((await Promise.all(whole.map(segmentsOf))).flat());
    return segments.flat().filter((name) => !used.has(name));
  };
}
