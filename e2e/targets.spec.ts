import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { googleClient } from '#lib/engine/targets/testing/google-client.ts';
import { exportAzureBlob } from '#lib/operations/azure-blob.ts';
import { exportUpload } from '#lib/operations/export-upload.ts';
import { exportGoogleCloudStorage } from '#lib/operations/google-cloud-storage.ts';
import { exportOpenstack } from '#lib/operations/openstack.ts';
import type { Operation } from '#lib/operations/operation.ts';
import { exportS3 } from '#lib/operations/s3.ts';
import { exportSftp } from '#lib/operations/sftp.ts';
import { chooseFiles } from './choose-files.ts';
import { expect, type Slipway, test } from './slipway.ts';
import { openRun } from './targets/run.ts';
import { SERVER_NAMES, type Servers, type Started, startTargets } from './targets/start-targets.ts';

/** Each operation as a person drives it, to its real server, and read back with somebody else's client. */

let started: Started;
let servers: Servers;
/** Runs clients that are not ours. */
let client: Awaited<ReturnType<typeof openRun>>;
test.beforeAll(async () => {
  test.setTimeout(240_000);
  client = await openRun();
  started = await startTargets(SERVER_NAMES);
  servers = started.servers;
});
test.afterAll(async () => {
  await started?.stop();
  await client?.stop();
});

const bytes = Buffer.from('%PDF-1.7\n'.padEnd(300_000, 'what was delivered\n'));
const sha256 = (data: Buffer | string) => createHash('sha256').update(data).digest('hex');

/** Fills in the form by the names of its fields, and sends it. */
async function submit(
  page: Page,
  slipway: Slipway,
  operation: Operation,
  fields: Readonly<Record<string, string>>,
  choose: readonly string[] = [],
): Promise<void> {
  await page.goto(`${slipway.url}/exports/new`);
  await chooseFiles(page, {
    name: 'Bericht für März.pdf',
    mimeType: 'application/pdf',
    buffer: bytes,
  });
  await page
    .getByRole('radiogroup', { name: 'Operation' })
    .getByRole('radio', { name: operation.title, exact: true })
    .click();
  await page.getByRole('button', { name: 'More options' }).click();
  for (const option of choose) await page.getByRole('radio', { name: option, exact: true }).click();
  for (const [name, value] of Object.entries(fields)) {
    const label = operation.fields[name]?.meta.label ?? name;
    const box = page.getByRole('textbox', { name: label, exact: true });
    const combo = page.getByRole('combobox', { name: label, exact: true });
    const spin = page.getByRole('spinbutton', { name: label, exact: true });
    const field = box.or(combo).or(spin);
    await field.fill(value);
    await field.blur();
  }
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await page.waitForURL(/\/exports\/[0-9a-f-]{36}$/);
}

async function deliver(...given: Parameters<typeof submit>): Promise<void> {
  await submit(...given);
  await expect(given[0].getByRole('heading', { level: 1 }).getByText('Finished')).toBeVisible({
    timeout: 30_000,
  });
}

const rclone = (remote: Record<string, string>, ...args: string[]) =>
  client.command('rclone', ['--config', '/dev/null', '--retries', '1', ...args], {
    env: Object.fromEntries(
      Object.entries(remote).map(([name, value]) => [`RCLONE_CONFIG_AT_${name}`, value]),
    ),
  });

test('to S3', async ({ signedIn: page, slipway }) => {
  const { ceph } = servers;
  await deliver(
    page,
    slipway,
    exportS3,
    {
      bucket: ceph.bucket,
      region: ceph.region,
      endpoint: ceph.endpoint,
      access_key_id: ceph.owner.accessKeyId,
      secret_access_key: ceph.owner.secretAccessKey,
      key_prefix: 'browser/',
    },
    ['Prefix'],
  );
  const name = 'browser/Bericht für März.pdf';
  await expect(page.getByText(`s3://${ceph.bucket}/${name}`)).toBeVisible();
  const remote = {
    TYPE: 's3',
    PROVIDER: 'Ceph',
    ENDPOINT: ceph.endpoint,
    ACCESS_KEY_ID: ceph.owner.accessKeyId,
    SECRET_ACCESS_KEY: ceph.owner.secretAccessKey,
  };
  const read = await rclone(remote, 'cat', `at:${ceph.bucket}/${name}`);
  expect(sha256(read)).toBe(sha256(bytes));
});

test('to Azure Blob', async ({ signedIn: page, slipway }) => {
  const { azurite } = servers;
  await deliver(
    page,
    slipway,
    exportAzureBlob,
    {
      storage_account: azurite.account,
      container: azurite.container,
      endpoint: azurite.endpoint,
      sas_token: azurite.sas,
      blob: 'browser/report-%03d.pdf',
    },
    ['SAS token', 'Exact name'],
  );
  const location = `az://${azurite.account}/${azurite.container}/browser/report-001.pdf`;
  await expect(page.getByText(location)).toBeVisible();
  const url = `${azurite.endpoint}/${azurite.container}/browser/report-001.pdf?${azurite.sas}`;
  const read = await client.command('curl', ['-sSf', url]);
  expect(sha256(read)).toBe(sha256(bytes));
});

test('to Google Cloud Storage', async ({ signedIn: page, slipway }) => {
  const { google } = servers;
  await deliver(
    page,
    slipway,
    exportGoogleCloudStorage,
    {
      bucket: google.bucket,
      endpoint: google.endpoint,
      project_id: google.owner.project_id,
      client_email: google.owner.client_email,
      private_key: google.owner.private_key,
      token_uri: google.tokenUri,
      file: 'browser/report.pdf',
    },
    ['Exact name'],
  );
  await expect(page.getByText(`gs://${google.bucket}/browser/report.pdf`)).toBeVisible();
  const read = await googleClient(google).read('browser/report.pdf');
  expect(read?.sha256).toBe(sha256(bytes));
});

test('to OpenStack Swift', async ({ signedIn: page, slipway }) => {
  const { swift } = servers;
  await deliver(
    page,
    slipway,
    exportOpenstack,
    {
      auth_url: swift.authUrl,
      region: swift.region,
      container: swift.container,
      username: swift.user.name,
      password: swift.user.password,
      tenant_name: swift.user.project,
      file: 'browser/report.pdf',
    },
    ['Exact name'],
  );
  await expect(page.getByText(`swift://${swift.container}/browser/report.pdf`)).toBeVisible();
  const args = ['download', swift.container, 'browser/report.pdf', '--output', '-'];
  const env = {
    OS_AUTH_URL: `${swift.authUrl}/v3`,
    OS_IDENTITY_API_VERSION: '3',
    OS_USERNAME: swift.user.name,
    OS_PASSWORD: swift.user.password,
    OS_PROJECT_NAME: swift.user.project,
    OS_USER_DOMAIN_NAME: swift.user.domain,
    OS_PROJECT_DOMAIN_NAME: swift.user.domain,
    OS_REGION_NAME: swift.region,
  };
  expect(sha256(await client.command('swift', args, { env }))).toBe(sha256(bytes));
});

test('to an SFTP server', async ({ signedIn: page, slipway }) => {
  const { sshd } = servers;
  await deliver(
    page,
    slipway,
    exportSftp,
    {
      host: sshd.host,
      port: `${sshd.port}`,
      host_key_fingerprint: sshd.fingerprint,
      username: sshd.username,
      private_key: sshd.keys.ed25519,
      path: `${sshd.folders.upload}/browser`,
    },
    ['Private key', 'Folder'],
  );
  const name = `${sshd.folders.upload}/browser/Bericht für März.pdf`;
  await expect(page.getByText(`sftp://${sshd.host}:${sshd.port}${name}`)).toBeVisible();
  expect(sha256(await readFile(path.join(sshd.root, name)))).toBe(sha256(bytes));
});

test('to a URL that takes a PUT', async ({ signedIn: page, slipway }) => {
  const { nginx } = servers;
  const url = `${nginx.url}/put/browser/report.pdf`;
  await deliver(page, slipway, exportUpload, { url: `${url}?signature=marked` });
  await expect(page.getByRole('table').getByText(url)).toBeVisible();
  await expect(page.getByText('signature=marked')).toHaveCount(0);
  expect(sha256(await client.command('curl', ['-sSf', url]))).toBe(sha256(bytes));
});

test('a wrong key is told at its field, and mended from there', async ({
  signedIn: page,
  slipway,
}) => {
  const { ceph } = servers;
  const fields = {
    bucket: ceph.bucket,
    region: ceph.region,
    endpoint: ceph.endpoint,
    access_key_id: ceph.owner.accessKeyId,
    key: 'browser/mended.pdf',
  };
  const wrong = { ...fields, secret_access_key: 'not-the-right-one' };
  await submit(page, slipway, exportS3, wrong, ['Exact name']);
  await page.getByRole('link', { name: 'Fix Secret access key and run again' }).click();
  const secret = page.getByRole('textbox', { name: 'Secret access key', exact: true });
  await expect(secret).toBeFocused();
  await expect(page.getByRole('textbox', { name: 'Bucket', exact: true })).toHaveValue(ceph.bucket);
  await secret.fill(ceph.owner.secretAccessKey);
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await page.waitForURL(/\/exports\/[0-9a-f-]{36}$/);
  await expect(page.getByText(`s3://${ceph.bucket}/browser/mended.pdf`)).toBeVisible();
});
