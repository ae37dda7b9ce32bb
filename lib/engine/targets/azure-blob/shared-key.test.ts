import { BlockBlobClient, newPipeline, StorageSharedKeyCredential } from '@azure/storage-blob';
import { expect, test } from 'vitest';
import { type Signable, signSharedKey } from './shared-key.ts';

const KEY = Buffer.from('a key of no account').toString('base64');

/** What Azure's own SDK would send. */
async function signedByAzure(url: string): Promise<Signable & { authorization: string }> {
  let sent: (Signable & { authorization: string }) | undefined;
  const pipeline = newPipeline(new StorageSharedKeyCredential('acct', KEY), {
    retryOptions: { maxTries: 1 },
    httpClient: {
      async sendRequest(request) {
        const { pathname, searchParams } = new URL(request.url);
        const headers = Object.fromEntries(
          request.headers.headersArray().map(({ name, value }) => [name.toLowerCase(), value]),
        );
        sent = {
          method: request.method,
          path: pathname,
          query: Object.fromEntries(searchParams),
          headers,
          authorization: headers.authorization ?? '',
        };
        throw new Error('enough');
      },
    },
  });
  const client = new BlockBlobClient(url, pipeline);
  await client
    .upload('hello', 5, {
      metadata: { a_b: '1', a1: '2', ab: '3', a_1: 'two words ', A: '4', _a: '5' },
      blobHTTPHeaders: { blobContentType: 'text/plain', blobCacheControl: 'no-cache' },
      tier: 'Cool',
      conditions: { ifNoneMatch: '*' },
    })
    .catch(() => {});
  if (!sent) throw new Error('Nothing was sent.');
  return sent;
}

test.each([
  'https://acct.blob.core.windows.net/box/a%20b%23%25.txt',
  'http://127.0.0.1:10000/acct/box/a.txt?versionid=2026-01-01T00%3A00%3A00Z',
])('signs as Azure’s SDK does: %s', async (url) => {
  const { authorization, ...request } = await signedByAzure(url);
  expect(authorization).toMatch(/^SharedKey acct:/);
  expect(signSharedKey('acct', Buffer.from(KEY, 'base64'), request)).toBe(authorization);
});
