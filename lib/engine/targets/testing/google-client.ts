import { createSign } from 'node:crypto';
import type { Google } from '../../../../e2e/targets/google.ts';
import { curl } from './curl.ts';
import type { Stored } from './rig.ts';

const base64url = (given: object) => Buffer.from(JSON.stringify(given)).toString('base64url');

/** A client by hand: what the JSON API says of an object, and its bytes. */
export function googleClient({ endpoint, tokenUri, bucket, owner }: Google) {
  let signedIn: Promise<string[]> | undefined;

  /** https://developers.google.com/identity/protocols/oauth2/service-account#httprest */
  async function signIn(): Promise<string[]> {
    const now = Math.floor(Date.now() / 1000);
    const scope = 'https://www.googleapis.com/auth/devstorage.read_write';
    const claims = { iss: owner.client_email, scope, aud: tokenUri, iat: now, exp: now + 3600 };
    const unsigned = `${base64url({ alg: 'RS256', typ: 'JWT' })}.${base64url(claims)}`;
    const signature = createSign('RSA-SHA256').update(unsigned).sign(owner.private_key);
    const form = new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion: `${unsigned}.${signature.toString('base64url')}`,
    });
    const { status, text } = await curl(tokenUri, ['--data', form.toString()]);
    if (status !== 200) throw new Error(`No token: ${text}`);
    return ['-H', `authorization: Bearer ${JSON.parse(text).access_token}`];
  }

  async function get(path: string) {
    signedIn ??= signIn();
    const answer = await curl(`${endpoint}/storage/v1/b/${bucket}/o${path}`, await signedIn);
    if (answer.status !== 200 && answer.status !== 404)
      throw new Error(`curl got ${answer.status}: ${answer.text}`);
    return answer;
  }

  return {
    /** @param file on this machine. */
    async put(name: string, file: string): Promise<void> {
      signedIn ??= signIn();
      const url = `${endpoint}/upload/storage/v1/b/${bucket}/o?uploadType=media&name=${encodeURIComponent(name)}`;
      const sent = ['--data-binary', `@${file}`, '-H', 'content-type: application/octet-stream'];
      const { status, text } = await curl(url, [...(await signedIn), '-X', 'POST', ...sent]);
      if (status !== 200) throw new Error(`curl got ${status}: ${text}`);
    },
    /** With the object's resource as headers: `contentType`, `metadata.key`. */
    async read(name: string): Promise<Stored | undefined> {
      const [media, resource] = await Promise.all([
        get(`/${encodeURIComponent(name)}?alt=media`),
        get(`/${encodeURIComponent(name)}`),
      ]);
      if (media.status === 404) return undefined;
      return { ...media, headers: flatten(JSON.parse(resource.text)) };
    },
    async list(prefix: string): Promise<string[]> {
      const names: string[] = [];
      for (let token = ''; ; ) {
        const query = new URLSearchParams({ prefix, ...(token ? { pageToken: token } : {}) });
        const page = JSON.parse((await get(`?${query}`)).text) as {
          items?: { name: string }[];
          nextPageToken?: string;
        };
        names.push(...(page.items ?? []).map(({ name }) => name));
        if (!page.nextPageToken) return names;
        token = page.nextPageToken;
      }
    },
  };
}

function flatten(given: object, before = ''): Record<string, string> {
  return Object.fromEntries(
    Object.entries(given).flatMap(([key, value]) =>
      typeof value === 'object' && value !== null
        ? Object.entries(flatten(value, `${before}${key}.`))
        : [[before + key, String(value)]],
    ),
  );
}
