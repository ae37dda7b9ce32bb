import { generateKeyPairSync } from 'node:crypto';
import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './slipway.ts';

const story = (operation: string, search: Record<string, string | string[]> = {}) => {
  const query = new URLSearchParams();
  for (const [name, values] of Object.entries(search)) {
    for (const value of [values].flat()) query.append(name, value);
  }
  return `/stories/operation-form/${operation}?${query}`;
};

let base = '';
test.beforeEach(({ slipway }) => {
  base = slipway.url;
});

const open = async (page: Page, operation: string, search = {}) => {
  await page.goto(base + story(operation, search));
  // The draft is told once the form is alive.
  await expect(shown(page, 'Draft')).not.toHaveText('nothing');
};

const shown = (page: Page, part: 'Draft' | 'Sent') => page.getByRole('region', { name: part });
async function sent(page: Page): Promise<unknown> {
  await expect(shown(page, 'Sent')).not.toHaveText('nothing');
  return JSON.parse((await shown(page, 'Sent').textContent()) ?? '');
}
const submit = (page: Page) => page.getByRole('button', { name: 'Export' }).click();
const field = (page: Page, label: string) =>
  page.getByRole('textbox', { name: label, exact: true });
const combobox = (page: Page, label: string) =>
  page.getByRole('combobox', { name: label, exact: true });

async function paste(target: Locator, text: string) {
  await target.focus();
  await target.evaluate((element, data) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', data);
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
    // The browser pastes only for people; an event of ours has to do it itself.
    if (element.dispatchEvent(event)) document.execCommand('insertText', false, data);
  }, text);
}

async function dropFile(target: Locator, name: string, text: string) {
  const dataTransfer = await target.page().evaluateHandle(
    ([fileName, content]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([content ?? ''], fileName ?? '', { type: 'application/json' }));
      return transfer;
    },
    [name, text],
  );
  await target.dispatchEvent('dragover', { dataTransfer });
  await target.dispatchEvent('drop', { dataTransfer });
}

const privateKey = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString();

const unfold = (page: Page) => page.getByRole('button', { name: /^More options/ }).click();

async function fillS3(page: Page) {
  await field(page, 'Bucket').fill('my-bucket');
  await combobox(page, 'Region').fill('eu-central-1');
  await field(page, 'Access key ID').fill('AKIAEXAMPLE');
  await field(page, 'Secret access key').fill('secret');
}

const OPERATIONS = [
  'export/url',
  'export/s3',
  'export/azure/blob',
  'export/google-cloud-storage',
  'export/openstack',
  'export/sftp',
  'export/upload',
];

for (const operation of OPERATIONS) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`${operation} in ${colorScheme}: axe finds nothing, empty, unfolded and full of errors`, async ({
      page,
    }) => {
      await page.emulateMedia({ colorScheme });
      await open(page, operation, { file: ['a.pdf', 'b.pdf'] });
      const more = page.getByRole('button', { name: /^More options/ });
      if (await more.isVisible()) await more.click();
      await submit(page);
      const { violations } = await new AxeBuilder({ page }).include('form').analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
    });
  }

  test(`${operation} fits 360 pixels`, async ({ page }) => {
    await page.setViewportSize({ width: 360, height: 740 });
    await open(page, operation, { file: ['a-rather-long-name-of-a-file-that-has-no-spaces.pdf'] });
    const more = page.getByRole('button', { name: /^More options/ });
    if (await more.isVisible()) await more.click();
    const beyond = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(beyond).toBeLessThanOrEqual(0);
  });
}

test('a form with nothing required is not folded, and sends what differs from the default', async ({
  page,
}) => {
  await open(page, 'export/url');
  await expect(page.getByRole('button', { name: /^More options/ })).toHaveCount(0);
  await page.getByRole('switch', { name: 'One ZIP for several files' }).click();
  await submit(page);
  expect(await sent(page)).toEqual({ archive_multiple_files: true });
});

test('errors come after the first blur, change as one types, and go', async ({ page }) => {
  await open(page, 'export/s3');
  const bucket = field(page, 'Bucket');
  await bucket.pressSequentially('s3://x');
  await expect(bucket).not.toHaveAttribute('aria-invalid');
  await bucket.blur();
  await expect(bucket).toHaveAttribute('aria-invalid', 'true');
  await expect(bucket).toHaveAccessibleDescription(/only the name of the bucket/);
  await bucket.fill('a b');
  await expect(bucket).toHaveAccessibleDescription(/has no spaces/);
  await bucket.fill('my-bucket');
  await expect(bucket).not.toHaveAttribute('aria-invalid');
});

test('sending with errors moves to the first and announces all', async ({ page }) => {
  await open(page, 'export/s3');
  await combobox(page, 'Region').fill('eu-central-1');
  await submit(page);
  await expect(field(page, 'Bucket')).toBeFocused();
  const alert = page.locator('form').getByRole('alert');
  await expect(alert).toHaveText(
    '3 fields need another look: Bucket, Access key ID, Secret access key.',
  );
  await alert.getByRole('button', { name: 'Secret access key' }).click();
  await expect(field(page, 'Secret access key')).toBeFocused();
});

test('a wrong field that is folded away unfolds and takes the focus', async ({ page }) => {
  await open(page, 'export/s3');
  await fillS3(page);
  const more = page.getByRole('button', { name: /^More options/ });
  await more.click();
  await combobox(page, 'Endpoint').fill('nonsense');
  await more.click();
  await expect(more).toHaveText('More options1 set');
  await submit(page);
  await expect(combobox(page, 'Endpoint')).toBeFocused();
});

test('options that are set already are not folded away', async ({ page }) => {
  await open(page, 'export/s3', {
    options: JSON.stringify({ bucket: 'b', cache_control: 'no-cache' }),
  });
  await expect(combobox(page, 'Cache control')).toHaveValue('no-cache');
  await expect(combobox(page, 'Cache control')).toBeVisible();
});

test('secrets are masked, can be looked at, and are never filled in', async ({ page }) => {
  await open(page, 'export/s3', { options: JSON.stringify({ secret_access_key: 'LEAKED' }) });
  const key = field(page, 'Secret access key');
  await expect(key).toHaveValue('');
  await expect(key).toHaveAttribute('type', 'password');
  await expect(key).toHaveAttribute('autocomplete', 'new-password');
  await expect(key).toHaveAttribute('data-1p-ignore');
  await key.fill('s3cret');
  await page.getByRole('button', { name: 'Show Secret access key' }).click();
  await expect(key).toHaveAttribute('type', 'text');
  await expect(key).toHaveAttribute('spellcheck', 'false');
});

test('an either/or keeps what it leaves, sends only what is chosen, clears stale errors', async ({
  page,
}) => {
  await open(page, 'export/sftp');
  await field(page, 'Host').fill('files.example.com');
  await field(page, 'User name').fill('me');
  await field(page, 'Password').fill('pass');
  await page.getByRole('radio', { name: 'Private key' }).click();
  await field(page, 'Private key').fill('nonsense');
  await field(page, 'Private key').blur();
  await expect(field(page, 'Private key')).toHaveAttribute('aria-invalid', 'true');
  await page.getByRole('radio', { name: 'Password' }).click();
  await expect(field(page, 'Password')).toHaveValue('pass');
  await submit(page);
  expect(await sent(page)).toEqual({ host: 'files.example.com', username: 'me', password: 'pass' });
  await page.getByRole('radio', { name: 'Private key' }).click();
  await expect(field(page, 'Private key')).toHaveValue('nonsense');
  await expect(field(page, 'User name')).toHaveValue('me');
});

test('the choice is one stop of Tab and goes by the arrows', async ({ page }) => {
  await open(page, 'export/sftp');
  await page.getByRole('radio', { name: 'Password' }).focus();
  // As long as a finger is on a key: the choice follows the focus only while it is down.
  await page.keyboard.press('ArrowRight', { delay: 50 });
  await expect(page.getByRole('radio', { name: 'Private key' })).toBeChecked();
  await page.keyboard.press('Tab');
  await expect(field(page, 'Private key')).toBeFocused();
});

test('suggestions by keyboard, with free text', async ({ page }) => {
  await open(page, 'export/s3');
  const region = combobox(page, 'Region');
  await region.pressSequentially('frank');
  const list = page.getByRole('listbox', { name: 'Suggestions for Region' });
  await expect(list.getByRole('option')).toHaveCount(1);
  await region.press('ArrowDown');
  await expect(list.getByRole('option', { name: /eu-central-1/ })).toHaveAttribute(
    'data-highlighted',
  );
  await region.press('Enter');
  await expect(region).toHaveValue('eu-central-1');
  await expect(list).toBeHidden();
  await region.press('ArrowDown');
  expect(await list.getByRole('option').count()).toBeGreaterThan(20);
  await region.press('Escape');
  await expect(list).toBeHidden();
  await region.fill('mars-north-7');
  await expect(list).toBeHidden();
  await region.blur();
  await expect(region).not.toHaveAttribute('aria-invalid');
});

test('suggestions by pointer', async ({ page }) => {
  await open(page, 'export/s3');
  const region = combobox(page, 'Region');
  await region.locator('..').locator('button').click();
  await page.getByRole('option', { name: /us-west-2/ }).click();
  await expect(region).toHaveValue('us-west-2');
  await expect(region).toBeFocused();
});

test('enums say what each value does, and can be unset again', async ({ page }) => {
  await open(page, 'export/s3');
  await unfold(page);
  const acl = combobox(page, 'ACL');
  await expect(acl).toHaveText('Not set');
  await acl.click();
  await expect(page.getByRole('option', { name: /^public-read\s*Anyone can read/ })).toBeVisible();
  await page.getByRole('option', { name: /^public-read\s*Anyone/ }).click();
  await expect(shown(page, 'Draft')).toContainText('"acl": "public-read"');
  await acl.click();
  await page.getByRole('option', { name: /^Not set/ }).click();
  await expect(shown(page, 'Draft')).not.toContainText('acl');
});

test('what is pasted into a line is trimmed', async ({ page }) => {
  await open(page, 'export/s3');
  await paste(field(page, 'Bucket'), '  my-bucket\u200B\n');
  await expect(field(page, 'Bucket')).toHaveValue('my-bucket');
  await paste(field(page, 'Secret access key'), '\tabc \r\n');
  await expect(field(page, 'Secret access key')).toHaveValue('abc');
});

test('rows: a block pasted as lines or JSON, keys only', async ({ page }) => {
  await open(page, 'export/upload');
  await unfold(page);
  await paste(field(page, 'header 1'), 'Content-Type: text/plain\nX-One: 1\n');
  await expect(field(page, 'value 2')).toBeFocused();
  await expect(page.getByRole('status').filter({ hasText: '2 rows pasted.' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(field(page, 'header 3')).toBeFocused();
  await paste(field(page, 'header 3'), '{"X-Two": 2, "X-Three": "drei"}');
  await expect(field(page, 'value 4')).toHaveValue('drei');
  await page.getByRole('button', { name: 'Remove header 2' }).press('Enter');
  await expect(field(page, 'header 2')).toHaveValue('X-Two');
  await expect(field(page, 'header 1')).toBeFocused();
  await page.getByRole('button', { name: 'Add header' }).press('Enter');
  await expect(field(page, 'header 4')).toBeFocused();
  await page.keyboard.press('Backspace');
  await expect(field(page, 'header 3')).toBeFocused();
  await field(page, 'URL').fill('https://example.com/put?sig=1');
  await submit(page);
  expect(await sent(page)).toEqual({
    url: 'https://example.com/put?sig=1',
    headers: { 'Content-Type': 'text/plain', 'X-Two': '2', 'X-Three': 'drei' },
  });
});

test('rows: what cannot be read says so and changes nothing; wrong rows say which', async ({
  page,
}) => {
  await open(page, 'export/upload');
  await unfold(page);
  await paste(field(page, 'header 1'), '{"a": ');
  await expect(page.getByRole('alert').filter({ hasText: 'cannot be read as JSON' })).toBeVisible();
  await expect(field(page, 'header 1')).toHaveValue('');
  await field(page, 'header 1').fill('not a header');
  await field(page, 'URL').fill('https://example.com/put');
  await submit(page);
  await expect(field(page, 'header 1')).toBeFocused();
  await expect(field(page, 'header 1')).toHaveAccessibleDescription(/only letters, digits/);
});

test('a private key is mended when it is pasted, and when it is left', async ({ page }) => {
  await open(page, 'export/sftp');
  await page.getByRole('radio', { name: 'Private key' }).click();
  const key = field(page, 'Private key');
  await paste(key, privateKey.replaceAll('\n', '\\n'));
  await expect(key).toHaveValue(privateKey);
  await key.fill(privateKey.replaceAll('\n', ' '));
  await key.blur();
  await expect(key).toHaveValue(privateKey);
  await expect(key).not.toHaveAttribute('aria-invalid');
  await expect(key).toHaveCSS('-webkit-text-security', 'disc');
  await page.getByRole('button', { name: 'Show private key' }).click();
  await expect(key).toHaveCSS('-webkit-text-security', 'none');
});

test('a private key comes from a dropped and from a chosen file', async ({ page }) => {
  await open(page, 'export/sftp');
  await page.getByRole('radio', { name: 'Private key' }).click();
  const key = field(page, 'Private key');
  await dropFile(key, 'id_rsa', privateKey.replaceAll('\n', '\r\n'));
  await expect(key).toHaveValue(privateKey);
  await key.fill('');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose key file' }).click();
  await (await chooser).setFiles({
    name: 'k',
    mimeType: 'text/plain',
    buffer: Buffer.from(privateKey),
  });
  await expect(key).toHaveValue(privateKey);
  await dropFile(key, 'huge.bin', 'x'.repeat(70_000));
  await expect(key).toHaveAccessibleDescription(/too large to be a key file/);
});

const account = JSON.stringify({
  type: 'service_account',
  project_id: 'api-project-1',
  client_email: 'me@api-project-1.iam.gserviceaccount.com',
  private_key: privateKey,
});

test('a dropped service account key fills three fields and says so', async ({ page }) => {
  await open(page, 'export/google-cloud-storage');
  const zone = page.getByRole('button', { name: 'Choose service account key' });
  await dropFile(zone, 'wrong.json', '{}');
  await expect(
    page.getByRole('alert').filter({ hasText: 'not a service account key' }),
  ).toBeVisible();
  await dropFile(zone, 'key.json', account);
  await expect(page.getByRole('status').filter({ hasText: 'Filled in' })).toHaveText(
    'Filled in: Project ID, Client email, Private key.',
  );
  await expect(field(page, 'Project ID')).toHaveValue('api-project-1');
  await expect(field(page, 'Private key')).toHaveValue(privateKey);
  await field(page, 'Bucket').fill('my-bucket');
  await submit(page);
  expect(await sent(page)).toMatchObject({ project_id: 'api-project-1', private_key: privateKey });
});

test('a service account key pasted as a private key fills them, too', async ({ page }) => {
  await open(page, 'export/google-cloud-storage');
  await paste(field(page, 'Private key'), account);
  await expect(field(page, 'Client email')).toHaveValue(/^me@/);
  await expect(field(page, 'Private key')).toHaveValue(privateKey);
});

test('names show at once, and one name for several files is wrong', async ({ page }) => {
  await open(page, 'export/s3', { file: ['a.pdf', 'a.pdf', 'b.pdf'] });
  const names = page.getByRole('list', { name: 'Names at the target' }).getByRole('listitem');
  await expect(names).toHaveText(['a.pdf', 'a (2).pdf', 'b.pdf']);
  await page.getByRole('radio', { name: 'Prefix' }).click();
  await field(page, 'Key prefix').fill('out/');
  await expect(names).toHaveText(['out/a.pdf', 'out/a (2).pdf', 'out/b.pdf']);
  await page.getByRole('radio', { name: 'Exact name' }).click();
  await field(page, 'Key').fill('scan.pdf');
  await fillS3(page);
  await submit(page);
  await expect(field(page, 'Key')).toBeFocused();
  await expect(field(page, 'Key')).toHaveAccessibleDescription(/^3 files would all be called/);
  await field(page, 'Key').fill('scan-%02d.pdf');
  await expect(names).toHaveText(['scan-01.pdf', 'scan-02.pdf', 'scan-03.pdf']);
  await submit(page);
  expect(await sent(page)).toMatchObject({ key: 'scan-%02d.pdf' });
});

test('a PUT of several files is not sent', async ({ page }) => {
  await open(page, 'export/upload', { file: ['a', 'b'] });
  await field(page, 'URL').fill('https://example.com/put');
  await submit(page);
  await expect(
    page.locator('form').getByRole('alert').filter({ hasText: 'sends one file' }),
  ).toBeVisible();
  await expect(shown(page, 'Sent')).toHaveText('nothing');
});

test('what the server finds stands at its field, chosen and unfolded for it', async ({ page }) => {
  const errors = { key_prefix: ['There is no such folder.'], endpoint: ['It does not answer.'] };
  await open(page, 'export/s3', { errors: JSON.stringify(errors) });
  await fillS3(page);
  await submit(page);
  const prefix = field(page, 'Key prefix');
  await expect(prefix).toBeFocused();
  await expect(prefix).toHaveAccessibleDescription(/There is no such folder/);
  await expect(combobox(page, 'Endpoint')).toHaveAccessibleDescription(/It does not answer/);
  await prefix.fill('ok/');
  await expect(prefix).not.toHaveAttribute('aria-invalid');
});

test('the whole form by keyboard', async ({ page }) => {
  await open(page, 'export/s3');
  await field(page, 'Bucket').focus();
  await page.keyboard.type('my-bucket');
  await page.keyboard.press('Tab');
  await page.keyboard.type('eu-central-1');
  await page.keyboard.press('Tab');
  await page.keyboard.type('AKIA');
  await page.keyboard.press('Tab');
  await page.keyboard.type('secret');
  await page.keyboard.press('Enter');
  expect(await sent(page)).toEqual({
    bucket: 'my-bucket',
    region: 'eu-central-1',
    access_key_id: 'AKIA',
    secret_access_key: 'secret',
  });
});
