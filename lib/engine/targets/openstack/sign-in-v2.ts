import { z } from 'zod';
import { chooseEndpoint, readEndpoints } from './choose-endpoint.ts';
import { type Ask, type Reply, readJson } from './exchange.ts';
import { type Grant, lifetimeOf, renewalTime } from './grant.ts';
import { describeRefusal } from './identity-failure.ts';
import { chooseProject, listProjects } from './projects.ts';
import type { PasswordCredentials, Settings } from './settings.ts';

const Answer = z.object({
  access: z.object({
    token: z.object({
      id: z.string().min(1),
      expires: z.unknown().optional(),
      issued_at: z.unknown().optional(),
      tenant: z.object({ name: z.string() }).optional(),
    }),
    serviceCatalog: z.unknown().optional(),
  }),
});

type Tenant = { tenantName?: string | undefined; tenantId?: string };

/**
 * Signs in with Keystone v2.0, which has no domains and left Keystone in 2018.
 * https://docs.openstack.org/api-ref/identity/v2/
 * @param url of the API, without a slash at its end.
 */
export async function signInV2(
  ask: Ask,
  url: string,
  settings: Settings & { credentials: PasswordCredentials },
): Promise<Grant> {
  const { credentials, region } = settings;
  const { host } = new URL(url);
  const about = { credentials, host, hasDomains: false };
  const signIn = async (tenant: Tenant) => {
    const { username, password } = credentials;
    const reply = await ask({
      method: 'POST',
      url: `${url}/tokens`,
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ auth: { passwordCredentials: { username, password }, ...tenant } }),
    });
    return { reply, access: findAccess(reply) };
  };
  const { reply, access: first } = await signIn({ tenantName: credentials.tenant });
  let access = first;
  const isRefused = reply.status === 401 || reply.status === 403;
  // As in v3: without a tenant it shows which of both was refused.
  if (!access && isRefused && credentials.tenant) access = (await signIn({})).access;
  if (!access) throw describeRefusal(reply, about);
  if (!access.token.tenant || access !== first) {
    const projects = await listProjects(ask, `${url}/tenants`, access.token.id);
    const again = await signIn({ tenantId: chooseProject(projects, about).id });
    if (!again.access) throw describeRefusal(again.reply, about);
    access = again.access;
  }
  const { token, serviceCatalog } = access;
  const project = token.tenant?.name;
  return {
    token: token.id,
    project,
    storageUrl: chooseEndpoint(readEndpoints(serviceCatalog), {
      region,
      interface: settings.interface,
      host,
      project,
    }),
    renewAt: renewalTime(lifetimeOf(token.issued_at, token.expires)),
  };
}

function findAccess(reply: Reply) {
  if (reply.status < 200 || reply.status > 299) return undefined;
  return Answer.safeParse(readJson(reply)).data?.access;
}
