import { isIP } from 'node:net';
import { Failure } from '#lib/errors.ts';

/**
 * The address that containers stand below, without a slash at its end. People give an endpoint with
 * the account in its host, in its path (Azurite and other emulators), or not at all; with a
 * container, or a SAS token behind it.
 * https://learn.microsoft.com/azure/storage/common/storage-account-overview#storage-account-endpoints
 * @throws Failure TARGET_NOT_FOUND with the field at fault.
 */
export function buildEndpoint(account: string, container: string, given?: string): URL {
  if (!given) {
    if (/^[a-z0-9]{3,24}$/.test(account))
      return new URL(`https://${account}.blob.core.windows.net`);
    const words = `“${account}” cannot be an Azure storage account: its name has 3 to 24 lower-case letters and digits.`;
    throw at('storage_account', words);
  }
  if (!/^[a-z0-9-]{1,63}$/.test(account)) {
    throw at('storage_account', `“${account}” cannot be the name of a storage account.`);
  }
  const url = URL.parse(given);
  if (!url || !/^https?:$/.test(url.protocol) || url.hostname === '') {
    const words = `The endpoint “${given.split('?')[0]}” is no web address. It must start with https:// or http://.`;
    throw at('endpoint', words);
  }
  url.username = '';
  url.password = '';
  url.search = '';
  url.hash = '';
  // Data Lake accounts show both; blobs are stored through this one.
  url.hostname = url.hostname.replace(/\.dfs\.(core|storage)\./, '.blob.$1.');
  const segments = url.pathname.split('/').filter(Boolean);
  if (segments.at(-1) === container && segments.at(-1) !== account) segments.pop();
  if (!url.hostname.startsWith(`${account}.`) && segments.at(-1) !== account) {
    if (url.hostname.startsWith('blob.')) url.hostname = `${account}.${url.hostname}`;
    else if (isPathStyle(url)) segments.push(account);
  }
  url.pathname = `/${segments.join('/')}`;
  return url;
}

/** Whether a host serves several accounts. Elsewhere it is the account's own: a custom domain, say. */
function isPathStyle({ hostname, port }: URL): boolean {
  return isIP(hostname.replace(/^\[|\]$/g, '')) !== 0 || !hostname.includes('.') || port !== '';
}

const at = (field: string, words: string): Failure =>
  new Failure('TARGET_NOT_FOUND', words, { fields: { [field]: [words] } });
