import { writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import path from 'node:path';
import { type Keystone, startKeystone } from './keystone.ts';
import { type KeystoneUser, SWIFT_SERVICE } from './keystone-seed.ts';
import { answers, type Run } from './run.ts';

export type Swift = Keystone & {
  region: string;
  /**
   * In the catalogue with a port on which nobody listens: put something in between there. One for each
   * file of tests that does, since these run beside each other.
   */
  proxied: Record<'exports' | 'imports', { region: string; port: number }>;
  /** Of the proxy server. */
  port: number;
  container: string;
  /** Takes 100,000 bytes in all; segments, which go elsewhere, do not count. */
  smallContainer: string;
  /** Sign-in by headers, as before Keystone. */
  v1: { authUrl: string; username: string; password: string };
};

const SMALL_BYTES = 100_000;
const KINDS = ['account', 'container', 'object'] as const;
type Kind = (typeof KINDS)[number];
const V1 = { account: 'test', user: 'tester', password: 'tempauth-password' };

/** Swift with one of each server and one copy of everything, and Keystone to sign in to it. */
export async function startSwift(run: Run): Promise<Swift> {
  const dir = await run.folder('swift');
  await run.folder('swift/node/d1');
  const [port, memcached, keystonePort] = [await run.port(), await run.port(), await run.port()];
  const proxied = {
    exports: { region: 'RegionTwo', port: await run.port() },
    imports: { region: 'RegionThree', port: await run.port() },
  };
  const storage = (at: number) => `http://127.0.0.1:${at}/v1/AUTH_%(project_id)s`;
  const memcache = ['-u', userInfo().username, '-l', '127.0.0.1', '-p', `${memcached}`, '-m', '64'];
  const startServers = async () => {
    const ports = await makeRings(run, dir);
    const proxy = configureProxy(dir, { port, memcached, keystone: keystonePort });
    await Promise.all([
      ...KINDS.map((kind) =>
        serve(run, dir, kind, ports[kind], configureServer(kind, dir, ports[kind])),
      ),
      run.serve('memcached', 'memcached', memcache, { ready: async () => true }),
      serve(run, dir, 'proxy', port, proxy),
    ]);
  };
  const [keystone] = await Promise.all([
    startKeystone(run, keystonePort, [
      { id: 'RegionOne', url: storage(port) },
      ...Object.values(proxied).map((one) => ({ id: one.region, url: storage(one.port) })),
    ]),
    startServers(),
  ]);
  const swift: Swift = {
    ...keystone,
    region: 'RegionOne',
    proxied,
    port,
    container: 'slipway',
    smallContainer: 'small',
    v1: {
      authUrl: `http://127.0.0.1:${port}/auth/v1.0`,
      username: `${V1.account}:${V1.user}`,
      password: V1.password,
    },
  };
  await makeContainers(run, swift);
  return swift;
}

/** Who keeps what, for all of them: built before any of them starts. */
async function makeRings(run: Run, dir: string): Promise<Record<Kind, number>> {
  const ports = {
    account: await run.port(),
    container: await run.port(),
    object: await run.port(),
  };
  await Promise.all(
    KINDS.map(async (kind) => {
      const ring = (...args: string[]) =>
        run.command('swift-ring-builder', [`${kind}.builder`, ...args], { cwd: dir });
      await ring('create', '4', '1', '0');
      await ring('add', `r1z1-127.0.0.1:${ports[kind]}/d1`, '1');
      await ring('rebalance');
    }),
  );
  return ports;
}

async function serve(run: Run, dir: string, name: string, port: number, config: string) {
  const conf = path.join(dir, `${name}.conf`);
  await writeFile(conf, config);
  await run.serve(`swift-${name}`, `swift-${name}-server`, [conf], {
    ready: () => answers(`http://127.0.0.1:${port}/healthcheck`),
  });
}

/** Containers and limits, made as their user makes them. */
async function makeContainers(run: Run, swift: Swift): Promise<void> {
  const as = ({ name, password, project, domain }: KeystoneUser) => ({
    OS_AUTH_URL: `${swift.authUrl}/v3`,
    OS_IDENTITY_API_VERSION: '3',
    OS_USERNAME: name,
    OS_PASSWORD: password,
    OS_PROJECT_NAME: project,
    OS_USER_DOMAIN_NAME: domain,
    OS_PROJECT_DOMAIN_NAME: domain,
    OS_REGION_NAME: swift.region,
  });
  const { v1 } = swift;
  const old = ['-A', v1.authUrl, '-U', v1.username, '-K', v1.password];
  await Promise.all([
    run.command('swift', ['post', swift.container], { env: as(swift.user) }),
    run.command('swift', ['post', swift.container], { env: as(swift.otherDomainUser) }),
    run.command('swift', ['post', swift.smallContainer, '-m', `quota-bytes:${SMALL_BYTES}`], {
      env: as(swift.user),
    }),
    run.command('swift', [...old, 'post', swift.container]),
  ]);
}

const common = (dir: string, port: number) => `[DEFAULT]
bind_ip = 127.0.0.1
bind_port = ${port}
user = ${userInfo().username}
swift_dir = ${dir}
workers = 0
log_level = WARNING
`;

const configureServer = (kind: Kind, dir: string, port: number) => `${common(dir, port)}
devices = ${dir}/node
mount_check = false
disable_fallocate = true
[pipeline:main]
pipeline = healthcheck ${kind}-server
[app:${kind}-server]
use = egg:swift#${kind}
[filter:healthcheck]
use = egg:swift#healthcheck
`;

const FILTERS =
  'catch_errors gatekeeper healthcheck proxy-logging cache listing_formats bulk authtoken keystoneauth tempauth copy container-quotas slo dlo';

/** Keystone's tokens open AUTH_… accounts, those of the old way TEMPAUTH_… */
const configureProxy = (
  dir: string,
  { port, memcached, keystone }: { port: number; memcached: number; keystone: number },
) => `${common(dir, port)}
max_header_size = 16384
[pipeline:main]
pipeline = ${FILTERS} proxy-logging proxy-server
[app:proxy-server]
use = egg:swift#proxy
allow_account_management = true
account_autocreate = true
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:${memcached}
[filter:authtoken]
paste.filter_factory = keystonemiddleware.auth_token:filter_factory
www_authenticate_uri = http://127.0.0.1:${keystone}
auth_url = http://127.0.0.1:${keystone}
auth_type = password
project_domain_id = default
user_domain_id = default
project_name = ${SWIFT_SERVICE.project}
username = ${SWIFT_SERVICE.name}
password = ${SWIFT_SERVICE.password}
delay_auth_decision = True
service_token_roles_required = false
[filter:keystoneauth]
use = egg:swift#keystoneauth
operator_roles = admin, swiftoperator
[filter:tempauth]
use = egg:swift#tempauth
reseller_prefix = TEMPAUTH
user_${V1.account}_${V1.user} = ${V1.password} .admin
${[
  'catch_errors',
  'gatekeeper',
  'healthcheck',
  'proxy-logging',
  'listing_formats',
  'bulk',
  'copy',
  'container-quotas',
  'slo',
  'dlo',
]
  .map((name) => `[filter:${name}]\nuse = egg:swift#${name.replaceAll('-', '_')}\n`)
  .join('')}`;
