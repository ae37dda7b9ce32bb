import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Certificates } from './certificates.ts';
import { answers, type Run } from './run.ts';

export type S3Keys = { accessKeyId: string; secretAccessKey: string };

export type Ceph = {
  /** S3, path style. */
  endpoint: string;
  tlsEndpoint: string;
  /** Any is taken. */
  region: string;
  bucket: string;
  owner: S3Keys;
  /** Valid keys that have no right on the bucket. */
  stranger: S3Keys;
  /** A user who may store 1 MiB, with a bucket of its own. */
  small: S3Keys & { bucket: string };
};

const OWNER = { accessKeyId: 'AKSLIPWAYOWNER', secretAccessKey: 'owner-secret-0123456789' };
const STRANGER = { accessKeyId: 'AKSLIPWAYSTRANGER', secretAccessKey: 'stranger-secret-0123456' };
const SMALL = { accessKeyId: 'AKSLIPWAYSMALL', secretAccessKey: 'small-secret-0123456789' };
const SMALL_BYTES = 1 << 20;
const SHA256_OF_NOTHING = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** Ceph's S3 gateway on a cluster of one monitor and one disk, which is a sparse file. */
export async function startCeph(run: Run, certificates: Certificates): Promise<Ceph> {
  const dir = await run.folder('ceph');
  for (const name of ['mon', 'osd', 'run', 'rgw']) await run.folder(`ceph/${name}`);
  const ports = {
    v2: await run.port(),
    v1: await run.port(),
    http: await run.port(),
    tls: await run.port(),
  };
  const fsid = randomUUID();
  const conf = path.join(dir, 'ceph.conf');
  await writeFile(conf, configure(dir, fsid, ports, certificates));
  const withConf = (...args: string[]) => ['-c', conf, ...args];
  const keyring = path.join(dir, 'keyring');
  const all = ['mon', 'osd', 'mgr', 'mds'].flatMap((who) => ['--cap', who, 'allow *']);
  const addKey = (name: string, ...args: string[]) =>
    run.command('ceph-authtool', [keyring, ...args, '--gen-key', '-n', name, ...all]);
  await addKey('mon.', '--create-keyring');
  for (const name of ['client.admin', 'osd.0', 'client.rgw.a']) await addKey(name);
  const monmap = path.join(dir, 'monmap');
  const address = `[v2:127.0.0.1:${ports.v2},v1:127.0.0.1:${ports.v1}]`;
  await run.command('monmaptool', ['--create', '--addv', 'a', address, '--fsid', fsid, monmap]);
  const makeMon = ['-i', 'a', '--mkfs', '--monmap', monmap, '--keyring', keyring];
  await run.command('ceph-mon', withConf(...makeMon));
  await run.serve('ceph-mon', 'ceph-mon', withConf('-i', 'a', '-f'), { ready: async () => true });
  const osdId = randomUUID();
  await run.command('ceph', withConf('osd', 'new', osdId, '0'));
  await run.command('ceph-osd', withConf('-i', '0', '--mkfs', '--osd-uuid', osdId));
  await run.serve('ceph-osd', 'ceph-osd', withConf('-i', '0', '-f'), { ready: async () => true });

  const endpoint = `http://127.0.0.1:${ports.http}`;
  const admin = (...args: string[]) =>
    run.command('radosgw-admin', withConf('-n', 'client.rgw.a', ...args));
  const addUser = (uid: string, { accessKeyId, secretAccessKey }: S3Keys) => {
    const keys = [`--access-key=${accessKeyId}`, `--secret-key=${secretAccessKey}`];
    return admin('user', 'create', `--uid=${uid}`, `--display-name=${uid}`, ...keys);
  };
  // The first also makes the pools, which takes its time.
  await addUser('owner', OWNER);
  await addUser('stranger', STRANGER);
  await addUser('small', SMALL);
  const quota = ['--quota-scope=user', '--uid=small', `--max-size=${SMALL_BYTES}`];
  await admin('quota', 'set', ...quota);
  await admin('quota', 'enable', ...quota);
  await run.serve('radosgw', 'radosgw', withConf('-n', 'client.rgw.a', '-f'), {
    ready: () => answers(endpoint),
    // Without its cluster, which ends at the same time, it waits for ever.
    lastSignal: 'KILL',
  });
  const put = (keys: S3Keys, bucket: string) =>
    run.command('curl', [
      ...['-sS', '--fail-with-body', '-X', 'PUT', '--aws-sigv4', 'aws:amz:us-east-1:s3'],
      ...['--user', `${keys.accessKeyId}:${keys.secretAccessKey}`],
      // Ceph wants it, and this curl leaves it out.
      ...['-H', `x-amz-content-sha256: ${SHA256_OF_NOTHING}`],
      `${endpoint}/${bucket}`,
    ]);
  await put(OWNER, 'slipway');
  await put(SMALL, 'slipway-small');
  return {
    endpoint,
    tlsEndpoint: `https://127.0.0.1:${ports.tls}`,
    region: 'us-east-1',
    bucket: 'slipway',
    owner: OWNER,
    stranger: STRANGER,
    small: { ...SMALL, bucket: 'slipway-small' },
  };
}

function configure(
  dir: string,
  fsid: string,
  ports: { v2: number; v1: number; http: number; tls: number },
  { good }: Certificates,
): string {
  return `[global]
fsid = ${fsid}
mon host = [v2:127.0.0.1:${ports.v2},v1:127.0.0.1:${ports.v1}]
auth cluster required = cephx
auth service required = cephx
auth client required = cephx
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 8
osd pool default pgp num = 8
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
paxos propose interval = 0.05
mon allow pool size one = true
mon warn on pool no redundancy = false
mon max pg per osd = 2000
mon data avail warn = 2
mon data avail crit = 1
public addr = 127.0.0.1
cluster addr = 127.0.0.1
ms bind ipv6 = false
run dir = ${dir}/run
pid file = ${dir}/run/$name.pid
admin socket = ${dir}/run/$name.$pid.asok
log file = ${dir}/run/$name.log
keyring = ${dir}/keyring
crash dir = ${dir}/run
setuser match path = /nonexistent
osd objectstore = bluestore
bluestore block size = 30G
bluestore block create = true
bluestore block db size = 0
bluestore block wal size = 0
osd memory target = 1G
osd data = ${dir}/osd
mon data = ${dir}/mon
[client.rgw.a]
rgw data = ${dir}/rgw
rgw frontends = beast endpoint=127.0.0.1:${ports.http} ssl_endpoint=127.0.0.1:${ports.tls} ssl_certificate=${good.cert} ssl_private_key=${good.key}
rgw enable usage log = false
rgw enable ops log = false
rgw crypt require ssl = false
rgw crypt default encryption key = MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=
rgw crypt s3 kms backend = testing
rgw crypt s3 kms encryption keys = testkey=MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=
rgw_override_bucket_index_max_shards = 1
rgw gc obj min wait = 3
rgw gc processor period = 5
`;
}
