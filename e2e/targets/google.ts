import path from 'node:path';
import type { ServiceAccount } from './gcs/accounts.ts';
import type { Permission } from './gcs/store.ts';
import { answers, type Run } from './run.ts';

export type Google = {
  endpoint: string;
  tokenUri: string;
  bucket: string;
  owner: ServiceAccount;
  /** May read the bucket, and no more. */
  reader: ServiceAccount;
  /** May store what is new, and replace nothing. */
  creator: ServiceAccount;
  /** Where faults and the like are ordered: `POST /control/NAME`. */
  control: string;
};

/** The strict stand-in for Google Cloud Storage, which nobody can install. */
export async function startGoogle(run: Run): Promise<Google> {
  const port = await run.port();
  const dir = await run.folder('gcs');
  const main = path.join(import.meta.dirname, 'gcs', 'main.ts');
  const control = `http://127.0.0.1:${port}/control`;
  const args = ['--disable-warning=ExperimentalWarning', main, '--port', `${port}`, '--dir', dir];
  await run.serve('gcs', process.execPath, args, { ready: () => answers(`${control}/describe`) });
  const ask = async (what: string, given: object = {}) => {
    const answer = await fetch(`${control}/${what}`, {
      method: 'POST',
      body: JSON.stringify(given),
    });
    return answer.json();
  };
  const account = (name: string, may: Permission[]) =>
    ask('account', { name, may }) as Promise<ServiceAccount>;
  const { url, tokenUrl, buckets, serviceAccount } = (await ask('describe')) as {
    url: string;
    tokenUrl: string;
    buckets: string[];
    serviceAccount: ServiceAccount;
  };
  return {
    endpoint: url,
    tokenUri: tokenUrl,
    bucket: buckets[0] ?? '',
    owner: serviceAccount,
    reader: await account('reader', ['storage.objects.get', 'storage.objects.list']),
    creator: await account('creator', ['storage.objects.create', 'storage.objects.get']),
    control,
  };
}
