import { createSign } from 'node:crypto';
import { crc32c } from '@node-rs/crc32';
import type { ServiceAccount } from './accounts.ts';
import type { RunningGcs } from './gcs.ts';

export type Answer = {
  status: number;
  reason: string | undefined;
  message: string;
  headers: Headers;
  text: string;
};

export type Asked = {
  body?: string | Uint8Array<ArrayBuffer>;
  headers?: Record<string, string>;
  /** An access token; empty for none. */
  as?: string;
};

export type GcsClient = Awaited<ReturnType<typeof openGcsClient>>;

const SCOPE = 'https://www.googleapis.com/auth/devstorage.read_write';
const GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A client that sends what it is told, right or wrong, signed in as the server's own account. */
export async function openGcsClient(gcs: RunningGcs) {
  function assertion(claims: object = {}, account: ServiceAccount = gcs.serviceAccount): string {
    const now = Math.floor(Date.now() / 1000);
    const given = { iss: account.client_email, aud: gcs.tokenUrl, scope: SCOPE };
    const all = { ...given, iat: now, exp: now + 3600, ...claims };
    const unsigned = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode(all)}`;
    const signature = createSign('RSA-SHA256').update(unsigned).sign(account.private_key);
    return `${unsigned}.${signature.toString('base64url')}`;
  }

  async function trade(jwt: string, grant = GRANT) {
    const body = new URLSearchParams({ grant_type: grant, assertion: jwt });
    const answer = await fetch(gcs.tokenUrl, { method: 'POST', body });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  }

  const signIn = async (account?: ServiceAccount): Promise<string> =>
    String((await trade(assertion({}, account))).body.access_token);
  const token = await signIn();

  async function ask(method: string, path: string, given: Asked = {}): Promise<Answer> {
    const { body, headers = {}, as = token } = given;
    const answer = await fetch(URL.parse(path, gcs.url) ?? path, {
      method,
      headers: { ...(as ? { authorization: `Bearer ${as}` } : {}), ...headers },
      body: body ?? null,
      redirect: 'manual',
    });
    const text = await answer.text();
    const { message = '', errors = [] } =
      answer.status >= 400 && text.startsWith('{')
        ? (JSON.parse(text).error as { message: string; errors: { reason: string }[] })
        : {};
    const { status } = answer;
    return { status, reason: errors[0]?.reason, message, headers: answer.headers, text };
  }

  const path = (name: string) => `/storage/v1/b/slipway/o/${encodeURIComponent(name)}`;

  return {
    token,
    assertion,
    trade,
    signIn,
    ask,
    /** Of the object in the bucket `slipway`. */
    path,
    resource: async (name: string) => JSON.parse((await ask('GET', path(name))).text),
    media: (name: string, given: Asked = {}, query = '') =>
      ask(
        'POST',
        `/upload/storage/v1/b/slipway/o?uploadType=media&name=${encodeURIComponent(name)}${query}`,
        { body: 'hello', ...given, headers: { 'content-type': 'text/plain', ...given.headers } },
      ),
    async begin(name: string, given: Asked = {}, query = ''): Promise<string> {
      const answer = await ask(
        'POST',
        `/upload/storage/v1/b/slipway/o?uploadType=resumable${query}`,
        {
          body: JSON.stringify({ name }),
          ...given,
          headers: { 'content-type': 'application/json', ...given.headers },
        },
      );
      return answer.headers.get('location') ?? '';
    },
    /** To a session. @param range what stands after `bytes`. */
    put: (session: string, range: string, body: Asked['body'] = '', headers = {}) =>
      ask('PUT', session, {
        body,
        headers: { 'content-range': `bytes ${range}`, ...headers },
        as: '',
      }),
  };
}

export function crcOf(bytes: Uint8Array): string {
  const big = Buffer.alloc(4);
  big.writeUInt32BE(crc32c(bytes));
  return big.toString('base64');
}
