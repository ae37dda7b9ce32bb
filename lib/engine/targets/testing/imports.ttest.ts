import { generateKeyPairSync } from 'node:crypto';
import { inject } from 'vitest';
import { importAzureBlob } from '#lib/operations/import-azure-blob.ts';
import { importGoogleCloudStorage } from '#lib/operations/import-google-cloud-storage.ts';
import { importOpenstack } from '#lib/operations/import-openstack.ts';
import { importS3 } from '#lib/operations/import-s3.ts';
import { curl, inPath } from './curl.ts';
import { describeSource } from './describe-source.ts';
import { googleClient } from './google-client.ts';
import { rclone } from './rclone.ts';

const { ceph, swift, azurite, google } = inject('targets').servers;
const WRONG = 'marked-wrong-secret';

const s3 = {
  bucket: ceph.bucket,
  region: ceph.region,
  endpoint: ceph.endpoint,
  access_key_id: ceph.owner.accessKeyId,
  secret_access_key: ceph.owner.secretAccessKey,
};
const s3Remote = rclone({
  type: 's3',
  provider: 'Ceph',
  endpoint: ceph.endpoint,
  access_key_id: ceph.owner.accessKeyId,
  secret_access_key: ceph.owner.secretAccessKey,
});
const stranger = {
  access_key_id: ceph.stranger.accessKeyId,
  secret_access_key: ceph.stranger.secretAccessKey,
};

describeSource({
  operation: importS3,
  nameField: 'key',
  put: async (name, file) => void (await s3Remote('copyto', file, `at:${ceph.bucket}/${name}`)),
  one: (name) => ({ ...s3, key: name }),
  many: (folder) => ({ ...s3, key_prefix: `${folder}/` }),
  isDeep: true,
  through: (port) => ({ endpoint: `http://127.0.0.1:${port}` }),
  server: { port: Number(new URL(ceph.endpoint).port) },
  failures: [
    {
      title: 'the secret is wrong',
      options: { secret_access_key: WRONG },
      code: 'TARGET_AUTH_FAILED',
      says: ['secret access key', 'Copy it anew'],
      field: 'secret_access_key',
    },
    {
      title: 'there is no such bucket',
      options: { bucket: 'nobody-made-this' },
      code: 'TARGET_NOT_FOUND',
      says: ['nobody-made-this'],
      field: 'bucket',
    },
    {
      title: 'the key may not read',
      options: stranger,
      code: 'TARGET_DENIED',
      says: ['s3:GetObject', 'failures/there.txt'],
      field: 'access_key_id',
    },
    {
      title: 'the key may not list',
      options: stranger,
      of: 'many',
      code: 'TARGET_DENIED',
      says: ['s3:ListBucket'],
      field: 'access_key_id',
    },
  ],
  secrets: [WRONG, ceph.owner.secretAccessKey, ceph.stranger.secretAccessKey],
});

const { origin: azureOrigin, pathname: accountPath } = new URL(azurite.endpoint);
const azure = {
  storage_account: azurite.account,
  storage_access_key: azurite.key,
  endpoint: azurite.endpoint,
  container: azurite.container,
};
const bySas = (sas_token: string) => ({ storage_access_key: undefined, sas_token });
const WRONG_KEY = Buffer.from('marked wrong key of the account '.repeat(2)).toString('base64');

describeSource({
  operation: importAzureBlob,
  nameField: 'blob',
  async put(name, file) {
    const url = `${azurite.endpoint}/${azurite.container}/${inPath(name)}?${azurite.sas}`;
    const args = ['-X', 'PUT', '--data-binary', `@${file}`, '-H', 'x-ms-blob-type: BlockBlob'];
    const { status, text } = await curl(url, [...args, '-H', 'x-ms-version: 2021-12-02']);
    if (status !== 201) throw new Error(`curl got ${status}: ${text}`);
  },
  one: (name) => ({ ...azure, blob: name }),
  many: (folder) => ({ ...azure, ...bySas(azurite.readOnlySas), blob_prefix: `${folder}/` }),
  isDeep: true,
  through: (port) => ({ endpoint: `http://127.0.0.1:${port}${accountPath}` }),
  server: { port: Number(new URL(azureOrigin).port) },
  failures: [
    {
      title: 'the key is wrong',
      options: { storage_access_key: WRONG_KEY },
      code: 'TARGET_AUTH_FAILED',
      says: [azurite.account, /key/],
      field: 'storage_access_key',
    },
    {
      title: 'the SAS token has expired',
      options: bySas(azurite.expiredSas),
      code: 'TARGET_AUTH_FAILED',
      says: [/expired/],
      field: 'sas_token',
    },
    ...(['many', undefined] as const).map((of) => ({
      title: `there is no such container (${of ?? 'one'})`,
      options: { container: 'nobody-made-this' },
      ...(of ? { of } : {}),
      code: 'TARGET_NOT_FOUND' as const,
      says: ['nobody-made-this'],
      field: 'container',
    })),
  ],
  secrets: [WRONG_KEY, azurite.key, new URLSearchParams(azurite.readOnlySas).get('sig') ?? ''],
});

const gcs = googleClient(google);
const wrongKey = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString();
const googleOptions = {
  bucket: google.bucket,
  endpoint: google.endpoint,
  token_uri: google.tokenUri,
  ...google.reader,
};

describeSource({
  operation: importGoogleCloudStorage,
  nameField: 'file',
  put: gcs.put,
  one: (name) => ({ ...googleOptions, file: name }),
  many: (folder) => ({ ...googleOptions, file_prefix: `${folder}/` }),
  isDeep: true,
  through: (port) => ({ endpoint: `http://127.0.0.1:${port}` }),
  server: { port: Number(new URL(google.endpoint).port) },
  failures: [
    {
      title: 'the key belongs to another account',
      options: { private_key: wrongKey },
      code: 'TARGET_AUTH_FAILED',
      says: [google.reader.client_email],
      field: 'private_key',
    },
    {
      title: 'there is no such bucket',
      options: { bucket: 'nobody-made-this' },
      code: 'TARGET_NOT_FOUND',
      says: ['nobody-made-this'],
      field: 'bucket',
    },
    {
      title: 'the account may not list',
      options: google.creator,
      of: 'many',
      code: 'TARGET_DENIED',
      says: ['storage.objects.list', google.creator.client_email],
      field: 'client_email',
    },
  ],
  secrets: [wrongKey, google.reader.private_key, google.creator.private_key].flatMap((key) =>
    key.split('\n').filter((line) => line.length > 40),
  ),
});

const { user, reader } = swift;
const swiftOptions = {
  auth_url: swift.authUrl,
  region: swift.region,
  username: user.name,
  password: user.password,
  tenant_name: user.project,
  container: swift.container,
};
const swiftRemote = rclone({
  type: 'swift',
  auth: `${swift.authUrl}/v3`,
  auth_version: '3',
  user: user.name,
  key: user.password,
  domain: user.domain,
  tenant: user.project,
  tenant_domain: user.domain,
  region: swift.region,
});

describeSource({
  operation: importOpenstack,
  nameField: 'file',
  put: async (name, file) =>
    void (await swiftRemote('copyto', file, `at:${swift.container}/${name}`)),
  one: (name) => ({ ...swiftOptions, file: name }),
  many: (folder) => ({ ...swiftOptions, file_prefix: `${folder}/` }),
  isDeep: true,
  through: () => ({ region: swift.proxied.imports.region }),
  server: { port: swift.port, listenOn: swift.proxied.imports.port },
  failures: [
    {
      title: 'the password is wrong',
      options: { password: WRONG },
      code: 'TARGET_AUTH_FAILED',
      says: [user.name],
      field: 'password',
    },
    {
      title: 'there is no such container',
      options: { container: 'nobody-made-this' },
      of: 'many',
      code: 'TARGET_NOT_FOUND',
      says: ['nobody-made-this'],
      field: 'container',
    },
    {
      title: 'the user may not read',
      options: {
        username: reader.name,
        password: reader.password,
        tenant_name: reader.project,
        container: swift.smallContainer,
      },
      code: 'TARGET_DENIED',
      says: [reader.name, /reading/],
      field: 'username',
    },
  ],
  secrets: [WRONG, user.password, reader.password],
});
