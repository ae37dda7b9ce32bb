import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { GcsError } from './gcs-error.ts';

/** What a service account's key file holds of it. */
export type ServiceAccount = { project_id: string; client_email: string; private_key: string };

export type Grant = { email: string; scopes: readonly string[]; expires: number };

export type Accounts = {
  /** Makes a service account with a key. @param name the part before the "@". */
  create(name: string): ServiceAccount;
  findKey(email: string): KeyObject | undefined;
  /** Gives out an access token and notes whose it is. */
  issue(email: string, scopes: readonly string[]): string;
  /** @returns undefined when the request bears no token. @throws GcsError 401. */
  findGrant(authorization: string | undefined): Grant | undefined;
  /** Ends every token that was given out. */
  revoke(): void;
};

const REALM = 'Bearer realm="https://accounts.google.com/"';

/** @param tokenSeconds how long tokens last. @param now milliseconds. */
export function createAccounts(
  projectId: string,
  { tokenSeconds, now }: { tokenSeconds: () => number; now: () => number },
): Accounts {
  const keys = new Map<string, KeyObject>();
  const grants = new Map<string, Grant>();

  return {
    create(name) {
      const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
      const client_email = `${name}@${projectId}.iam.gserviceaccount.com`;
      keys.set(client_email, publicKey);
      const private_key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
      return { project_id: projectId, client_email, private_key };
    },
    findKey: (email) => keys.get(email),
    issue(email, scopes) {
      const token = `ya29.c.${randomBytes(48).toString('base64url')}`;
      grants.set(token, { email, scopes, expires: now() + tokenSeconds() * 1000 });
      return token;
    },
    findGrant(authorization) {
      if (authorization === undefined) return undefined;
      const token = /^Bearer (\S+)$/.exec(authorization)?.[1];
      const grant = token === undefined ? undefined : grants.get(token);
      if (grant && grant.expires > now()) return grant;
      throw new GcsError(401, 'authError', 'Invalid Credentials', {
        location: { type: 'header', name: 'Authorization' },
        headers: { 'www-authenticate': `${REALM}, error="invalid_token"` },
      });
    },
    revoke: () => grants.clear(),
  };
}

/** What a request without a token is told. */
export function anonymous(permission: string): GcsError {
  const message = `Anonymous caller does not have ${permission} access to the Google Cloud Storage object. Permission '${permission}' denied on resource (or it may not exist).`;
  return new GcsError(401, 'required', message, {
    location: { type: 'header', name: 'Authorization' },
    headers: { 'www-authenticate': REALM },
  });
}
