import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import type { EgressSend } from '../../egress.ts';
import { readSettings } from './settings.ts';
import { createSignIn } from './sign-in.ts';

const KEYS = 'https://keys.example';
const BASE = {
  auth_url: `${KEYS}/v3`,
  region: 'One',
  container: 'c',
  username: 'u',
  password: 'pw',
};
const CATALOG = [
  {
    type: 'object-store',
    endpoints: [{ interface: 'public', region: 'One', url: 'https://one.example/v1/AUTH_a' }],
  },
];
const GOOD = { issued_at: '2001-01-01T00:00:00Z', expires_at: '2001-01-01T01:00:00Z' };

type Scope = { project?: { id?: string; name?: string; domain?: object } } | 'unscoped' | undefined;
type Sent = { url: string; method: string; headers: Record<string, string>; body: unknown };
type Answer = { status?: number; headers?: Record<string, string>; json?: unknown };

/** Signs in at a cloud that answers as it is told to. */
async function signIn(options: object, answer: (sent: Sent) => Answer) {
  const sent: Sent[] = [];
  const send = async (url: string | URL, { method, headers = {}, body }: EgressSend) => {
    const one = { url: `${url}`, method, headers, body: body ? JSON.parse(`${body}`) : undefined };
    sent.push(one);
    const { status = 200, headers: answered = {}, json } = answer(one);
    const stream = Readable.from(json === undefined ? [] : [Buffer.from(JSON.stringify(json))]);
    return { status, headers: answered, body: stream, url: new URL(url) };
  };
  const settings = readSettings({ ...BASE, ...options });
  const signal = new AbortController().signal;
  const grant = createSignIn(settings, { egress: { send }, signal })();
  return { grant: await grant.catch((error: unknown) => ({ error })), sent };
}

const scopeOf = ({ body }: Sent) => (body as { auth: { scope?: Scope } }).auth.scope;
const token = (project?: string): Answer => ({
  status: 201,
  headers: { 'x-subject-token': 'T' },
  json: {
    token: { ...GOOD, ...(project ? { project: { name: project }, catalog: CATALOG } : {}) },
  },
});
const projects = (...names: string[]): Answer => ({
  json: { projects: names.map((name) => ({ id: `id-of-${name}`, name, enabled: true })) },
});
const refused: Answer = {
  status: 401,
  json: { error: { code: 401, message: 'The request you have made requires authentication.' } },
};
const V3: Answer = { json: { version: { id: 'v3.14', links: [] } } };

/** A Keystone v3 where one password and one project are right. */
const keystone =
  (list: Answer, own?: string) =>
  (sent: Sent): Answer => {
    if (sent.url.endsWith('/v3')) return V3;
    if (sent.url.endsWith('/auth/projects')) return list;
    const scope = scopeOf(sent);
    if (scope === 'unscoped') return token();
    if (scope === undefined) return token(own);
    const { id, name } = scope.project ?? {};
    return id || name === 'demo' ? token(name ?? id) : refused;
  };

describe('Keystone v3', () => {
  test('gets user, domains and project by name', async () => {
    const { grant, sent } = await signIn({ tenant_name: 'demo' }, keystone(projects()));
    expect(grant).toMatchObject({ token: 'T', storageUrl: 'https://one.example/v1/AUTH_a' });
    expect(sent.at(-1)?.body).toEqual({
      auth: {
        identity: {
          methods: ['password'],
          password: { user: { name: 'u', domain: { name: 'Default' }, password: 'pw' } },
        },
        scope: { project: { name: 'demo', domain: { name: 'Default' } } },
      },
    });
  });

  test('gets domains that are ids as ids', async () => {
    const id = 'a'.repeat(32);
    const domains = { user_domain_name: 'default', project_domain_name: id };
    const { sent } = await signIn({ ...domains, tenant_name: 'demo' }, keystone(projects()));
    expect(sent.at(-1)?.body).toMatchObject({
      auth: {
        identity: { password: { user: { domain: { id: 'default' } } } },
        scope: { project: { domain: { id } } },
      },
    });
  });

  test('takes the user’s own project, else the only one', async () => {
    const own = await signIn({}, keystone(projects('a', 'b'), 'own'));
    expect(own.grant).toMatchObject({ project: 'own' });
    const only = await signIn({}, keystone(projects('a')));
    expect(only.grant).toMatchObject({ project: 'id-of-a' });
    expect(only.sent.at(-1)?.body).toMatchObject({
      auth: { identity: { methods: ['token'] }, scope: { project: { id: 'id-of-a' } } },
    });
  });

  test('asks for the tenant when there are several', async () => {
    const { grant } = await signIn({}, keystone(projects('a', 'b')));
    expect(grant).toMatchObject({
      error: {
        code: 'TARGET_NOT_FOUND',
        message:
          'User `u` may use several projects at keys.example: `a`, `b`. Enter one of them as the tenant name.',
        fields: { tenant_name: [expect.any(String)] },
      },
    });
  });

  test('says whether it is the user or the project that was refused', async () => {
    const wrongProject = await signIn({ tenant_name: 'nix' }, keystone(projects('a')));
    expect(wrongProject.grant).toMatchObject({
      error: { fields: { tenant_name: expect.any(Array) } },
    });
    const none = await signIn({ tenant_name: 'nix' }, keystone(projects()));
    expect(none.grant).toMatchObject({ error: { code: 'TARGET_DENIED' } });
    const wrongUser = await signIn({ tenant_name: 'nix' }, ({ method }) =>
      method === 'GET' ? V3 : refused,
    );
    expect(wrongUser.grant).toMatchObject({
      error: { code: 'TARGET_AUTH_FAILED', fields: { password: expect.any(Array) } },
    });
  });

  test('finds a project by its id, and by its name in whichever domain', async () => {
    const byId = await signIn({ tenant_name: 'id-of-a' }, keystone(projects('a', 'b')));
    expect(byId.grant).toMatchObject({ project: 'id-of-a' });
    const elsewhere = await signIn({ tenant_name: 'b' }, keystone(projects('a', 'b')));
    expect(elsewhere.grant).toMatchObject({ project: 'id-of-b' });
    const domain = { tenant_name: 'b', project_domain_name: 'Default' };
    const wrong = await signIn(domain, keystone(projects('a', 'b')));
    expect(wrong.grant).toMatchObject({
      error: { fields: { project_domain_name: expect.any(Array) } },
    });
  });

  test('passes on what is not always said', async () => {
    const message = 'The password is expired and needs to be changed for user: 1.';
    const { grant } = await signIn({}, ({ method }) =>
      method === 'GET' ? V3 : { status: 401, json: { error: { message } } },
    );
    expect(grant).toMatchObject({ error: { message: expect.stringContaining(message) } });
  });

  test('takes application credentials, without a scope', async () => {
    const credential = { application_credential_id: 'i', application_credential_secret: 's' };
    const { grant, sent } = await signIn(credential, keystone(projects(), 'own'));
    expect(grant).toMatchObject({ project: 'own' });
    expect(sent.at(-1)?.body).toEqual({
      auth: {
        identity: {
          methods: ['application_credential'],
          application_credential: { id: 'i', secret: 's' },
        },
      },
    });
    const wrong = await signIn(credential, ({ method }) => (method === 'GET' ? V3 : refused));
    expect(wrong.grant).toMatchObject({
      error: { fields: { application_credential_secret: expect.any(Array) } },
    });
  });

  test('is what application credentials need', async () => {
    const { grant, sent } = await signIn(
      {
        auth_url: `${KEYS}/auth/v1.0`,
        application_credential_id: 'i',
        application_credential_secret: 's',
      },
      () => refused,
    );
    expect(grant).toMatchObject({
      error: { fields: { application_credential_id: expect.any(Array) } },
    });
    expect(sent).toEqual([]);
  });

  test('has a clock of its own: an hour is an hour', async () => {
    const { grant } = await signIn({}, keystone(projects(), 'own'));
    const left = 'renewAt' in grant ? (grant.renewAt ?? 0) - performance.now() : 0;
    expect(left).toBeGreaterThan(3_500_000);
    expect(left).toBeLessThanOrEqual(3_600_000);
  });
});

test('v2.0 gets the tenant by name, and finds the only one', async () => {
  const access = (tenant?: string): Answer => ({
    json: {
      access: {
        token: { id: 'T2', ...(tenant ? { tenant: { name: tenant } } : {}) },
        serviceCatalog: [
          {
            type: 'object-store',
            endpoints: [{ region: 'One', publicURL: 'https://one.example/v1/a' }],
          },
        ],
      },
    },
  });
  const answer = ({ url, method, body }: Sent): Answer => {
    if (url.endsWith('/tenants')) return { json: { tenants: [{ id: '7', name: 'seven' }] } };
    if (method === 'GET') return { json: { version: { id: 'v2.0', links: [] } } };
    const { tenantName, tenantId } = (body as { auth: Record<string, string> }).auth;
    return access(tenantName ?? (tenantId === '7' ? 'seven' : undefined));
  };
  const options = { auth_url: `${KEYS}/v2.0` };
  const named = await signIn({ ...options, tenant_name: 'demo' }, answer);
  expect(named.grant).toMatchObject({ token: 'T2', project: 'demo' });
  expect(named.sent.at(-1)?.body).toEqual({
    auth: { passwordCredentials: { username: 'u', password: 'pw' }, tenantName: 'demo' },
  });
  expect((await signIn(options, answer)).grant).toMatchObject({ project: 'seven' });
});

test('v1 gets user and key in headers', async () => {
  const answered = {
    headers: {
      'x-auth-token': 'T1',
      'x-storage-url': 'https://swift.example/v1/AUTH_test',
      'x-auth-token-expires': '60',
    },
  };
  const options = {
    auth_url: 'https://swift.example/auth/v1.0',
    tenant_name: 'test',
    username: 'tester',
  };
  const { grant, sent } = await signIn(options, () => answered);
  expect(grant).toMatchObject({ token: 'T1', storageUrl: 'https://swift.example/v1/AUTH_test' });
  expect(sent[0]?.headers).toMatchObject({ 'x-auth-user': 'test:tester', 'x-auth-key': 'pw' });
});
