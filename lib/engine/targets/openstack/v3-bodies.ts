import { type Credentials, DEFAULT_DOMAIN, type PasswordCredentials } from './settings.ts';

/** What POST /v3/auth/tokens is given. `scope` undefined: Keystone takes the user's own project. */
export type TokenBody = { auth: { identity: object; scope?: object | 'unscoped' | undefined } };

type DomainReference = { id: string } | { name: string };

/**
 * Domains are known by name or by id, and ids are hex, save that of the first domain of a cloud, which
 * is `default` by Keystone's own configuration.
 */
export function referToDomain(text: string): DomainReference {
  return /^(?:default|[0-9a-f]{32})$/.test(text) ? { id: text } : { name: text };
}

/** @param scope `unscoped`: for no project, not even the user's own. */
export function passwordBody(credentials: PasswordCredentials, scope?: 'unscoped'): TokenBody {
  const { username, password, userDomain, projectDomain, tenant } = credentials;
  const domain = referToDomain(projectDomain ?? DEFAULT_DOMAIN);
  return {
    auth: {
      identity: {
        methods: ['password'],
        password: { user: { name: username, domain: referToDomain(userDomain), password } },
      },
      scope: scope ?? (tenant ? { project: { name: tenant, domain } } : undefined),
    },
  };
}

/** No scope: the credential was made for one project, and Keystone refuses any. */
export function applicationCredentialBody({
  id,
  secret,
}: Extract<Credentials, { kind: 'application_credential' }>): TokenBody {
  return {
    auth: {
      identity: { methods: ['application_credential'], application_credential: { id, secret } },
    },
  };
}

/** From one token to another, which is for a project. */
export function rescopeBody(token: string, projectId: string): TokenBody {
  return {
    auth: {
      identity: { methods: ['token'], token: { id: token } },
      scope: { project: { id: projectId } },
    },
  };
}
