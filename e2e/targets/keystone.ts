import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { KEYSTONE_ADMIN, type KeystoneUser, type Region, seedKeystone } from './keystone-seed.ts';
import { startKeystoneV2 } from './keystone-v2.ts';
import { answers, type Run } from './run.ts';

export type Keystone = {
  /** Without a version, as clouds give it. */
  authUrl: string;
  /** The same users behind the API of old clouds. */
  v2AuthUrl: string;
  user: KeystoneUser;
  /** May sign in to the same project, and do nothing with its containers. */
  reader: KeystoneUser;
  /** User and project are in a domain of their own. */
  otherDomainUser: KeystoneUser;
  applicationCredential: { id: string; secret: string };
};

/** Keystone on SQLite. @param regions of the object store, for the catalogue. */
export async function startKeystone(
  run: Run,
  port: number,
  regions: readonly Region[],
): Promise<Keystone> {
  const dir = await run.folder('keystone');
  for (const name of ['fernet', 'log']) await run.folder(`keystone/${name}`);
  const authUrl = `http://127.0.0.1:${port}`;
  const conf = path.join(dir, 'keystone.conf');
  await writeFile(conf, configure(dir));
  const manage = (...args: string[]) =>
    run.command('keystone-manage', ['--config-file', conf, ...args], { cwd: dir });
  await manage('db_sync');
  // Readers and the writer in each other's way would end in "database is locked".
  const wal = `import sqlite3; sqlite3.connect('${dir}/keystone.db').execute('PRAGMA journal_mode=WAL')`;
  await run.command('/usr/bin/python3', ['-c', wal]);
  const me = [
    '--keystone-user',
    `${process.getuid?.()}`,
    '--keystone-group',
    `${process.getgid?.()}`,
  ];
  await manage('fernet_setup', ...me);
  const { name, password, project } = KEYSTONE_ADMIN;
  await manage(
    ...['bootstrap', '--bootstrap-username', name, '--bootstrap-password', password],
    ...['--bootstrap-project-name', project, '--bootstrap-role-name', 'admin'],
    ...['--bootstrap-service-name', 'keystone', '--bootstrap-region-id', 'RegionOne'],
    ...['admin', 'public', 'internal'].flatMap((who) => [
      `--bootstrap-${who}-url`,
      `${authUrl}/v3`,
    ]),
  );
  await run.serve(
    'keystone',
    'uwsgi',
    [
      ...['--plugins', 'python3', '--http-socket', `127.0.0.1:${port}`, '--buffer-size', '65535'],
      ...['--rem-header', 'Content-Length', '--wsgi-file', '/usr/bin/keystone-wsgi-public'],
      ...['--lazy-apps', '--master', '--die-on-term', '--no-orphans', '--processes', '2'],
    ],
    {
      cwd: dir,
      env: { OS_KEYSTONE_CONFIG_FILES: conf },
      ready: () => answers(`${authUrl}/v3`),
    },
  );
  const seeded = await seedKeystone(authUrl, regions);
  return { authUrl, v2AuthUrl: await startKeystoneV2(run, authUrl), ...seeded };
}

function configure(dir: string): string {
  return `[DEFAULT]
use_stderr = false
log_file = ${dir}/log/keystone.log
[database]
connection = sqlite:///${dir}/keystone.db
[token]
provider = fernet
[fernet_tokens]
key_repository = ${dir}/fernet
[oslo_policy]
enforce_scope = false
[identity]
password_hash_rounds = 4
`;
}
