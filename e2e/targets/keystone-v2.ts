import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Run } from './run.ts';

type V2Request = {
  auth?: {
    passwordCredentials?: { username: string; password: string };
    tenantName?: string;
    tenantId?: string;
  };
};
type V3Token = {
  token: {
    expires_at: string;
    issued_at: string;
    project?: { id: string; name: string };
    user: { id: string; name: string };
    roles?: { name: string }[];
    catalog?: {
      type: string;
      name: string;
      endpoints: { id: string; region: string; interface: string; url: string }[];
    }[];
  };
};

/**
 * The token API v2.0 in front of a Keystone that has only v3: OpenStack removed v2.0 in 2018, and
 * clouds that still run it cannot be installed any more.
 * @returns its auth URL, without a version.
 */
export async function startKeystoneV2(run: Run, v3Url: string): Promise<string> {
  const port = await run.port();
  const authUrl = `http://127.0.0.1:${port}`;
  const server = createServer((request, response) => {
    answer(request, authUrl, v3Url).then(
      ({ status, body }) => send(response, status, body),
      (error: Error) => send(response, 400, refusal(400, error.message)),
    );
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(port, '127.0.0.1', resolve);
  await promise;
  run.onStop(async () => {
    server.close();
    server.closeAllConnections();
  });
  return authUrl;
}

async function answer(request: IncomingMessage, authUrl: string, v3Url: string) {
  const body = await text(request);
  const { method, url = '' } = request;
  const links = [{ rel: 'self', href: `${authUrl}/v2.0/` }];
  const version = { id: 'v2.0', status: 'deprecated', links, 'media-types': [] };
  if (method === 'GET' && url === '/')
    return { status: 300, body: { versions: { values: [version] } } };
  if (method === 'GET' && /^\/v2\.0\/?$/.test(url)) return { status: 200, body: { version } };
  if (method !== 'POST' || !url.startsWith('/v2.0/tokens'))
    return { status: 404, body: refusal(404, 'The resource could not be found.') };
  const { auth } = JSON.parse(body) as V2Request;
  if (!auth?.passwordCredentials)
    return {
      status: 401,
      body: refusal(401, 'The request you have made requires authentication.'),
    };
  const { username, password } = auth.passwordCredentials;
  const domain = { id: 'default' };
  const project = auth.tenantId
    ? { id: auth.tenantId }
    : auth.tenantName && { name: auth.tenantName, domain };
  const granted = await fetch(`${v3Url}/v3/auth/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      auth: {
        identity: {
          methods: ['password'],
          password: { user: { name: username, domain, password } },
        },
        ...(project ? { scope: { project } } : {}),
      },
    }),
  });
  const given = await granted.json();
  if (granted.status !== 201) return { status: granted.status, body: given as object };
  const id = granted.headers.get('x-subject-token') ?? '';
  return { status: 200, body: describeAccess(given as V3Token, id) };
}

function describeAccess({ token }: V3Token, id: string) {
  const serviceCatalog = (token.catalog ?? []).map(({ type, name, endpoints }) => {
    const byRegion = Map.groupBy(endpoints, ({ region }) => region);
    return {
      type,
      name,
      endpoints_links: [],
      endpoints: [...byRegion].map(([region, faces]) => ({
        region,
        id: faces[0]?.id,
        ...Object.fromEntries(faces.map((face) => [`${face.interface}URL`, face.url])),
      })),
    };
  });
  const { user, project, roles = [] } = token;
  return {
    access: {
      token: {
        id,
        expires: token.expires_at,
        issued_at: token.issued_at,
        ...(project ? { tenant: { id: project.id, name: project.name, enabled: true } } : {}),
      },
      serviceCatalog,
      user: {
        id: user.id,
        name: user.name,
        username: user.name,
        roles: roles.map(({ name }) => ({ name })),
        roles_links: [],
      },
      metadata: { is_admin: 0, roles: [] },
    },
  };
}

const refusal = (code: number, message: string) => ({ error: { code, message } });

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
