import { Failure } from '#lib/errors.ts';
import type { Ask } from './exchange.ts';
import { noKeystone } from './find-identity.ts';
import { type Grant, renewalTime } from './grant.ts';
import { describeRefusal } from './identity-failure.ts';
import type { PasswordCredentials, Settings } from './settings.ts';

/**
 * Signs in with Swift's own old way, which Ceph and small clusters still have: no catalogue, so no
 * regions. https://docs.openstack.org/api-ref/object-store/#authentication
 * @param url whole, as in https://swift.example.com/auth/v1.0
 */
export async function signInV1(
  ask: Ask,
  url: string,
  { credentials }: Settings & { credentials: PasswordCredentials },
): Promise<Grant> {
  const { username, password, tenant } = credentials;
  const { host } = new URL(url);
  // Users of v1 are written `account:user`.
  const user = tenant && !username.includes(':') ? `${tenant}:${username}` : username;
  const reply = await ask({
    method: 'GET',
    url,
    headers: { 'x-auth-user': toHeader(user), 'x-auth-key': toHeader(password) },
  });
  const { headers } = reply;
  const token = headers['x-auth-token'] ?? headers['x-storage-token'];
  const storage = URL.parse(`${headers['x-storage-url']}`);
  if (reply.status > 299) throw describeRefusal(reply, { credentials, host, hasDomains: false });
  if (typeof token !== 'string' || !storage || !/^https?:$/.test(storage.protocol)) {
    throw noKeystone({ ...reply, text: '' });
  }
  const seconds = Number(headers['x-auth-token-expires'] ?? Number.NaN);
  return {
    token,
    project: tenant,
    storageUrl: (storage.origin + storage.pathname).replace(/\/+$/, ''),
    renewAt: renewalTime(seconds * 1000),
  };
}

/** UTF-8, a character for a byte. @throws Failure for what no header can hold. */
function toHeader(text: string): string {
  if (/\p{Cc}/u.test(text)) {
    const words =
      'The user name or the password has a line break or another control character in it, which this cloud cannot be sent. Copy it anew.';
    throw new Failure('TARGET_AUTH_FAILED', words, { fields: { password: [words] } });
  }
  return Buffer.from(text, 'utf8').toString('latin1');
}
