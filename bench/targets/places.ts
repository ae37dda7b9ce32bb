import type { Options } from '#lib/engine/delivery/target.ts';
import { exportAzureBlob } from '#lib/operations/azure-blob.ts';
import { exportUpload } from '#lib/operations/export-upload.ts';
import { exportOpenstack } from '#lib/operations/openstack.ts';
import type { Operation } from '#lib/operations/operation.ts';
import { exportS3 } from '#lib/operations/s3.ts';
import { exportSftp } from '#lib/operations/sftp.ts';
import type { ServerName, Servers } from '../../e2e/targets/start-targets.ts';
import { type Command, curl, rclone } from './peer.ts';

/** A server that files are delivered to, by us and by the tool that people script today. */
export type Place = {
  title: string;
  peer: string;
  operation: Operation;
  /** Ratios to the peer that have to be reached. */
  goals: { one: number; many?: number };
  one: Sending;
  /** Unset where it takes one file at a time. */
  many?: Sending;
};

/** Of a file or a folder of files, to a name. */
export type Sending = {
  options(name: string): Options;
  peer(from: string, name: string): Command;
  /** What either has sent. */
  remove(name: string): Command;
};

function on<Name extends ServerName>(server: Name, toPlace: (server: Servers[Name]) => Place) {
  return { server: server as ServerName, place: (servers: Servers) => toPlace(servers[server]) };
}

/** By the names that `--only` takes. */
export const PLACES = {
  s3: on('ceph', ({ endpoint, region, bucket, owner }) => {
    const options = {
      ...{ endpoint, region, bucket },
      access_key_id: owner.accessKeyId,
      secret_access_key: owner.secretAccessKey,
    };
    const remote = rclone(bucket, {
      ...{ type: 's3', provider: 'Ceph', endpoint },
      access_key_id: owner.accessKeyId,
      secret_access_key: owner.secretAccessKey,
    });
    return {
      title: 'S3 (Ceph)',
      operation: exportS3,
      goals: { one: 1.6, many: 1.2 },
      ...byRclone(remote, {
        one: (key) => ({ ...options, key }),
        many: (folder) => ({ ...options, key_prefix: `${folder}/` }),
      }),
    };
  }),

  azure: on('azurite', ({ account, key, sas, endpoint, container }) => {
    const options = {
      ...{ storage_account: account, storage_access_key: key, endpoint, container },
    };
    // With a key it knows only hosts of the cloud's own form.
    const remote = rclone(container, { type: 'azureblob', sas_url: `${endpoint}?${sas}` });
    return {
      title: 'Azure Blob (Azurite)',
      operation: exportAzureBlob,
      goals: { one: 1.7, many: 1.2 },
      ...byRclone(remote, {
        one: (blob) => ({ ...options, blob }),
        many: (folder) => ({ ...options, blob_prefix: `${folder}/` }),
      }),
    };
  }),

  swift: on('swift', ({ authUrl, region, container, user }) => {
    const options = {
      ...{ auth_url: authUrl, region, container },
      ...{ username: user.name, password: user.password, tenant_name: user.project },
    };
    const remote = rclone(container, {
      ...{ type: 'swift', auth: `${authUrl}/v3`, auth_version: '3', region },
      ...{ user: user.name, key: user.password, domain: user.domain },
      ...{ tenant: user.project, tenant_domain: user.domain },
    });
    return {
      title: 'OpenStack Swift',
      operation: exportOpenstack,
      goals: { one: 1, many: 1.2 },
      ...byRclone(remote, {
        one: (file) => ({ ...options, file }),
        many: (folder) => ({ ...options, file_prefix: `${folder}/` }),
      }),
    };
  }),

  sftp: on('sshd', ({ host, port, username, keys, keyFile, folders }) => {
    const options = { host, port, username, private_key: keys.ed25519 };
    // It looks for programs on the server unless told that there are none.
    const remote = rclone(folders.upload, {
      ...{ type: 'sftp', host, port: `${port}`, user: username, key_file: keyFile },
      ...{ shell_type: 'none', disable_hashcheck: 'true' },
    });
    return {
      title: 'SFTP (OpenSSH)',
      operation: exportSftp,
      goals: { one: 1, many: 1.2 },
      ...byRclone(remote, {
        one: (name) => ({ ...options, file: `${folders.upload}/${name}` }),
        many: (folder) => ({ ...options, path: `${folders.upload}/${folder}` }),
      }),
    };
  }),

  put: on('nginx', ({ url }) => ({
    title: 'HTTP PUT (nginx)',
    peer: 'curl -T',
    operation: exportUpload,
    goals: { one: 0.9 },
    one: {
      options: (name) => ({ url: `${url}/put/${name}` }),
      peer: (file, name) => curl('-sSf', '-o', '/dev/null', '-T', file, `${url}/put/${name}`),
      remove: (name) => curl('-sSf', '-X', 'DELETE', `${url}/put/${name}`),
    },
  })),
};

export type PlaceName = keyof typeof PLACES;
export const PLACE_NAMES = Object.keys(PLACES) as PlaceName[];

function byRclone(
  remote: ReturnType<typeof rclone>,
  options: { one(name: string): Options; many(folder: string): Options },
): Pick<Place, 'peer' | 'one'> & Required<Pick<Place, 'many'>> {
  return {
    peer: 'rclone',
    one: {
      options: options.one,
      peer: (file, name) => remote.send('copyto', file, name),
      remove: (name) => remote.remove('deletefile', name),
    },
    many: {
      options: options.many,
      peer: (files, folder) => remote.send('copy', files, folder),
      remove: (folder) => remote.remove('purge', folder),
    },
  };
}
