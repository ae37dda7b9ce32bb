import { COLOUR_RULES, findViolations } from './axe.ts';
import { combobox, field, fillS3, open, sent, shown, submit, test } from './operation-form.ts';
import { expect } from './slipway.ts';

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
  test(`${operation}: axe finds nothing, unfolded and full of errors, light and dark`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme: 'light' });
    await open(page, operation, { file: ['a.pdf', 'b.pdf'] });
    const more = page.getByRole('button', { name: /^More options/ });
    if (await more.isVisible()) await more.click();
    await submit(page);
    expect(await findViolations(page, { within: 'form' })).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    const found = await findViolations(page, { within: 'form', rules: COLOUR_RULES });
    expect(found).toEqual([]);
  });

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
