import { generateKeyPairSync } from 'node:crypto';
import type { Locator } from '@playwright/test';
import { combobox, field, open, sent, shown, submit, test, unfold } from './operation-form.ts';
import { expect } from './slipway.ts';

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
