import { z } from 'zod';
import { chooseEndpoint, readEndpoints } from './choose-endpoint.ts';
import { type Ask, type Reply, readJson } from './exchange.ts';
import { type Grant, lifetimeOf, renewalTime } from './grant.ts';
import { describeRefusal } from './identity-failure.ts';
import { chooseProject, listProjects } from './projects.ts';
import type { Settings } from './settings.ts';
import {
  applicationCredentialBody,
  passwordBody,
  rescopeBody,
  type TokenBody,
} from './v3-bodies.ts';

const Answer = z.object({
  token: z.object({
    issued_at: z.unknown().optional(),
    expires_at: z.unknown().optional(),
    project: z.object({ name: z.string() }).optional(),
    catalog: z.unknown().optional(),
  }),
});

type Token = z.infer<typeof Answer>['token'] & { id: string };

/**
 * Signs in with Keystone v3 for a project: the one that was named, the user's own, or the only one.
 * https://docs.openstack.org/api-ref/identity/v3/#authentication-and-token-management
 * @param url of the API, without a slash at its end.
 */
export async function signInV3(ask: Ask, url: string, settings: Settings): Promise<Grant> {
  const { credentials } = settings;
  const { host } = new URL(url);
  const about = { credentials, host, hasDomains: true };
  const tryBody = async (body: TokenBody) => {
    const reply = await ask({
      method: 'POST',
      url: `${url}/auth/tokens`,
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(body),
    });
    return { reply, token: findToken(reply) };
  };
  const signIn = async (body: TokenBody): Promise<Token> => {
    const { reply, token } = await tryBody(body);
    if (!token) throw describeRefusal(reply, about);
    return token;
  };
  const forProject = async ({ id }: Token): Promise<Token> => {
    const projects = await listProjects(ask, `${url}/auth/projects`, id);
    return await signIn(rescopeBody(id, chooseProject(projects, about).id));
  };
  const toGrant = ({ id, project, catalog, issued_at, expires_at }: Token): Grant => ({
    token: id,
    project: project?.name,
    storageUrl: chooseEndpoint(readEndpoints(catalog), {
      region: settings.region,
      interface: settings.interface,
      host,
      project: project?.name,
    }),
    renewAt: renewalTime(lifetimeOf(issued_at, expires_at)),
  });

  if (credentials.kind === 'application_credential') {
    return toGrant(await signIn(applicationCredentialBody(credentials)));
  }
  const { reply, token } = await tryBody(passwordBody(credentials));
  if (token) return toGrant(token.project ? token : await forProject(token));
  const isRefused = reply.status === 401 || reply.status === 403;
  if (!isRefused || !credentials.tenant) throw describeRefusal(reply, about);
  // Keystone does not say whether the user or the project is at fault. Without a project it does.
  const unscoped = await tryBody(passwordBody(credentials, 'unscoped'));
  if (!unscoped.token) throw describeRefusal(reply, about);
  return toGrant(await forProject(unscoped.token));
}

function findToken(reply: Reply): Token | undefined {
  const id = reply.headers['x-subject-token'];
  if (reply.status < 200 || reply.status > 299 || typeof id !== 'string') return undefined;
  const answer = Answer.safeParse(readJson(reply)).data;
  return answer && { ...answer.token, id };
}
