/** A user as somebody signs in: names, not ids. */
export type KeystoneUser = { name: string; password: string; project: string; domain: string };

/** `url` with %(project_id)s where the project goes. */
export type Region = { id: string; url: string };

export const KEYSTONE_ADMIN = { name: 'admin', password: 'admin-password', project: 'admin' };
/** Who Swift asks Keystone as. */
export const SWIFT_SERVICE = { name: 'swift', password: 'swift-password', project: 'service' };

const USER = { name: 'demo', password: 'demo-password', project: 'demo', domain: 'Default' };
const READER = { name: 'reader', password: 'reader-password', project: 'demo', domain: 'Default' };
const OTHER = { name: 'other', password: 'other-password', project: 'elsewhere', domain: 'Other' };

type Made = Record<string, { id: string }>;
type Call = (method: string, path: string, body?: object) => Promise<Made>;

/** Fills a new Keystone through its API. */
export async function seedKeystone(authUrl: string, regions: readonly Region[]) {
  const admin = await signIn(authUrl, { ...KEYSTONE_ADMIN, domain: 'Default' });
  const make = async (kind: string, body: object, plural = `${kind}s`) => {
    const made = await admin('POST', `/${plural}`, { [kind]: body });
    const id = made[kind]?.id;
    if (!id) throw new Error(`Keystone made no ${kind}.`);
    return id;
  };
  const roles = {
    // The first two are there from the start.
    admin: await findRole(admin, 'admin'),
    member: await findRole(admin, 'member'),
    swiftoperator: await make('role', { name: 'swiftoperator' }),
  };
  const addUser = async (
    user: Omit<KeystoneUser, 'domain'>,
    projectId: string,
    role: keyof typeof roles,
    domain_id = 'default',
  ) => {
    const { name, password } = user;
    const id = await make('user', { name, password, domain_id });
    await admin('PUT', `/projects/${projectId}/users/${id}/roles/${roles[role]}`);
    return id;
  };
  const addProject = (name: string, domain_id = 'default') => make('project', { name, domain_id });

  await addUser(SWIFT_SERVICE, await addProject(SWIFT_SERVICE.project), 'admin');
  const project = await addProject(USER.project);
  const userId = await addUser(USER, project, 'swiftoperator');
  await addUser(READER, project, 'member');
  const domain = await make('domain', { name: OTHER.domain });
  await addUser(OTHER, await addProject(OTHER.project, domain), 'swiftoperator', domain);

  const service_id = await make('service', { type: 'object-store', name: 'swift' });
  for (const { id, url } of regions) {
    if (id !== 'RegionOne') await make('region', { id });
    for (const face of ['public', 'internal', 'admin'])
      await make('endpoint', { service_id, interface: face, region_id: id, url });
  }
  const user = await signIn(authUrl, USER);
  const secret = 'application-secret';
  const made = await user('POST', `/users/${userId}/application_credentials`, {
    application_credential: { name: 'slipway', secret },
  });
  return {
    user: USER,
    reader: READER,
    otherDomainUser: OTHER,
    applicationCredential: { id: made.application_credential?.id ?? '', secret },
  };
}

async function findRole(call: Call, name: string): Promise<string> {
  const { roles } = (await call('GET', `/roles?name=${name}`)) as unknown as {
    roles: { id: string }[];
  };
  const id = roles[0]?.id;
  if (!id) throw new Error(`Keystone has no role ${name}.`);
  return id;
}

async function signIn(authUrl: string, who: KeystoneUser): Promise<Call> {
  const domain = { name: who.domain };
  const answer = await fetch(`${authUrl}/v3/auth/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      auth: {
        identity: {
          methods: ['password'],
          password: { user: { name: who.name, password: who.password, domain } },
        },
        scope: { project: { name: who.project, domain } },
      },
    }),
  });
  const token = answer.headers.get('x-subject-token');
  if (!token) throw new Error(`Keystone let ${who.name} not in: ${await answer.text()}`);
  return async (method, path, body) => {
    const done = await fetch(`${authUrl}/v3${path}`, {
      method,
      headers: { 'content-type': 'application/json', 'x-auth-token': token },
      body: body ? JSON.stringify(body) : null,
    });
    const text = await done.text();
    if (!done.ok) throw new Error(`Keystone refused ${method} ${path}: ${text}`);
    return text ? JSON.parse(text) : {};
  };
}
