import { z } from 'zod';
import { Failure } from '#lib/errors.ts';
import { type Ask, readJson } from './exchange.ts';
import type { About } from './identity-failure.ts';
import { describeUser } from './settings.ts';

export type Project = { id: string; name: string };

const Project = z.object({ id: z.string(), name: z.string(), enabled: z.boolean().default(true) });
/** v3 calls them projects, v2.0 tenants. */
const Answer = z.union([
  z.object({ projects: z.array(Project) }).transform(({ projects }) => projects),
  z.object({ tenants: z.array(Project) }).transform(({ tenants }) => tenants),
]);

/** The projects that a token's user may use; undefined where the cloud does not list them. */
export async function listProjects(
  ask: Ask,
  url: string,
  token: string,
): Promise<Project[] | undefined> {
  const headers = { 'x-auth-token': token, accept: 'application/json' };
  const reply = await ask({ method: 'GET', url, headers });
  return Answer.safeParse(readJson(reply)).data?.filter(({ enabled }) => enabled);
}

/** Projects that a sentence names; some users have hundreds. */
const NAMED = 10;

/**
 * The project that is meant: by its id; by its name, when nobody said in which domain it is and one
 * alone has it; or the only one.
 * @throws Failure, at tenant_name.
 */
export function chooseProject(
  projects: readonly Project[] | undefined,
  { credentials, host }: About,
): Project {
  if (credentials.kind !== 'password') throw new Error('A credential has its project already.');
  const { tenant, projectDomain } = credentials;
  const who = `${describeUser(credentials)} is known to ${host}`;
  if (!projects) {
    const words = tenant
      ? `${who}, but project \`${tenant}\` was refused: there is none, or the user has no role on it. Check the tenant name.`
      : `${who}, but belongs to no project by itself. Enter the tenant name.`;
    throw refuse('TARGET_NOT_FOUND', words, 'tenant_name');
  }
  const meant = projects.filter(({ id, name }) =>
    tenant ? id === tenant || (name === tenant && projectDomain === undefined) : true,
  );
  const [only] = meant;
  if (only && meant.length === 1) return only;
  const names = projects.slice(0, NAMED).map(({ name }) => `\`${name}\``);
  const list = names.join(', ') + (projects.length > NAMED ? ' and others' : '');
  if (projects.length === 0) {
    const words = tenant
      ? `${who}, but has no role on project \`${tenant}\`, nor on any other. Somebody who runs the project has to give it one.`
      : `${who}, but has no role on any project. Somebody who runs the project has to give it one.`;
    throw refuse('TARGET_DENIED', words, 'tenant_name');
  }
  if (!tenant) {
    const words = `${describeUser(credentials)} may use several projects at ${host}: ${list}. Enter one of them as the tenant name.`;
    throw refuse('TARGET_NOT_FOUND', words, 'tenant_name');
  }
  if (meant.length > 1 || projects.some(({ name }) => name === tenant)) {
    const words =
      projectDomain === undefined
        ? `There are several projects called \`${tenant}\` at ${host}. Enter the project domain, too.`
        : `There is no project \`${tenant}\` in domain \`${projectDomain}\` at ${host} that ${credentials.username} may use, but there is one in another domain. Correct the project domain, or leave it empty.`;
    throw refuse('TARGET_NOT_FOUND', words, 'project_domain_name');
  }
  const words = `${who}, but not with project \`${tenant}\`: there is none, or the user has no role on it. It may use ${list}.`;
  throw refuse('TARGET_NOT_FOUND', words, 'tenant_name');
}

const refuse = (code: 'TARGET_DENIED' | 'TARGET_NOT_FOUND', words: string, field: string) =>
  new Failure(code, words, { fields: { [field]: [words] } });
