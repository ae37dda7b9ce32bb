import { createHmac } from 'node:crypto';
import path from 'node:path';
import { answers, type Run } from './run.ts';

export type Azurite = {
  /** With the account, as people give it for emulators. */
  endpoint: string;
  account: string;
  key: string;
  /** SAS tokens without "?": everything on the account, and reading only. */
  sas: string;
  readOnlySas: string;
  expiredSas: string;
  container: string;
};

/** The development account that Azurite and its documentation give to everybody. */
const ACCOUNT = 'devstoreaccount1';
const KEY =
  'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';
const MAIN = path.resolve(import.meta.dirname, '../../node_modules/azurite/dist/src/blob/main.js');
const HOUR = 3_600_000;

export async function startAzurite(run: Run): Promise<Azurite> {
  const dir = await run.folder('azurite');
  const port = await run.port();
  const host = `http://127.0.0.1:${port}`;
  await run.serve(
    'azurite',
    process.execPath,
    [
      ...[MAIN, '--blobHost', '127.0.0.1', '--blobPort', `${port}`, '--location', dir],
      ...['--silent', '--skipApiVersionCheck', '--disableTelemetry'],
    ],
    { ready: () => answers(host), cwd: dir },
  );
  const azurite = {
    endpoint: `${host}/${ACCOUNT}`,
    account: ACCOUNT,
    key: KEY,
    sas: sasToken('rwdlacup', Date.now() + 24 * HOUR),
    readOnlySas: sasToken('rl', Date.now() + 24 * HOUR),
    expiredSas: sasToken('rwdlacup', Date.now() - HOUR),
    container: 'slipway',
  };
  const url = `${azurite.endpoint}/${azurite.container}?restype=container&${azurite.sas}`;
  await run.command('curl', [
    '-sS',
    '--fail-with-body',
    '-X',
    'PUT',
    '-H',
    'content-length: 0',
    url,
  ]);
  return azurite;
}

/**
 * An account SAS.
 * https://learn.microsoft.com/rest/api/storageservices/create-account-sas
 */
export function sasToken(permissions: string, expires: number): string {
  const end = `${new Date(expires).toISOString().slice(0, 19)}Z`;
  const version = '2021-12-02';
  const signed = [ACCOUNT, permissions, 'b', 'sco', '', end, '', '', version, '', ''].join('\n');
  const signature = createHmac('sha256', Buffer.from(KEY, 'base64'))
    .update(signed)
    .digest('base64');
  return new URLSearchParams({
    sv: version,
    ss: 'b',
    srt: 'sco',
    sp: permissions,
    se: end,
    sig: signature,
  }).toString();
}
