import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { isRoot } from './run.ts';

/** What stands for a package that is there, and Debian's name for it. */
const NEEDED: Record<string, string> = {
  '/usr/bin/radosgw': 'radosgw',
  '/usr/bin/ceph': 'ceph-common',
  '/usr/bin/ceph-mon': 'ceph-mon',
  '/usr/bin/ceph-osd': 'ceph-osd',
  '/usr/bin/swift-proxy-server': 'swift-proxy',
  '/usr/bin/swift-account-server': 'swift-account',
  '/usr/bin/swift-container-server': 'swift-container',
  '/usr/bin/swift-object-server': 'swift-object',
  '/usr/bin/memcached': 'memcached',
  '/usr/bin/keystone-wsgi-public': 'keystone',
  '/usr/sbin/sshd': 'openssh-server',
  '/usr/sbin/nginx': 'nginx-light',
  '/usr/bin/rclone': 'rclone',
  '/usr/bin/swift': 'python3-swiftclient',
  '/usr/bin/sftp': 'openssh-client',
  '/usr/bin/curl': 'curl',
  '/usr/bin/openssl': 'openssl',
};
/** Debian asks it whether a package may start its service: the tests start servers of their own. */
const POLICY = '/usr/sbin/policy-rc.d';

const missing = () =>
  Object.entries(NEEDED).flatMap(([file, name]) => (existsSync(file) ? [] : [name]));

/** Installs what the servers of the targets need; ends the process in words when it may not. */
export function ensureTargetPackages(): void {
  if (missing().length > 0 && isRoot && existsSync('/usr/bin/apt-get')) install(missing());
  const still = missing();
  if (still.length === 0) return;
  console.error(
    `The tests of the targets need packages of Debian or Ubuntu that are not here:\n  apt-get install --no-install-recommends ${still.join(' ')}`,
  );
  process.exit(1);
}

function install(names: string[]): void {
  console.log(`Installing from Debian: ${names.join(' ')} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args: string[]) => spawnSync('apt-get', args, { stdio: 'inherit', env });
  const keepsQuiet = !existsSync(POLICY);
  if (keepsQuiet) writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    apt('update', '-qq');
    apt('install', '-y', '-qq', '--no-install-recommends', ...names);
  } finally {
    if (keepsQuiet) rmSync(POLICY);
  }
}
