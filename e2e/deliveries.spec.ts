import { createHash } from 'node:crypto';
import type { Page } from '@playwright/test';
import { examine } from './examine.ts';
import { type PutServer, startPutServer } from './put-server.ts';
import { api, expect, type Slipway, test } from './slipway.ts';

const SIGNATURE = 'X-Amz-Signature=never-shown-0123456789';
let target: PutServer;
test.beforeAll(async () => {
  target = await startPutServer();
});
test.afterAll(() => target.stop());

const operation = (page: Page, name: string) =>
  page.getByRole('radiogroup', { name: 'Operation' }).getByRole('radio', { name, exact: true });
const urlField = (page: Page) => page.getByRole('textbox', { name: 'URL', exact: true });

/** A file in Slipway, and the form of a new export of it to a URL. */
async function begin(page: Page, slipway: Slipway, filename: string, bytes: string) {
  const made = await api(slipway, 'POST', '/v2/import/upload', {});
  const { url, parameters } = made.data.result.form;
  const form = new FormData();
  for (const [name, value] of Object.entries(parameters)) form.append(name, String(value));
  form.append('file', new Blob([bytes]), filename);
  expect((await fetch(url, { method: 'POST', body: form })).status).toBe(201);
  await page.goto(`${slipway.url}/exports/new?files=${made.data.id}`);
  await expect(page.getByRole('button', { name: `Remove ${filename}` })).toBeVisible();
  await operation(page, 'HTTP PUT').click();
}

async function send(page: Page): Promise<string> {
  const before = page.url();
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await page.waitForURL((url) => /\/exports\/[0-9a-f-]{36}$/.test(url.href) && url.href !== before);
  return page.url();
}

test('a file goes to a URL: chosen, sent, watched, and its receipt', async ({
  signedIn: page,
  slipway,
}) => {
  test.setTimeout(90_000);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const bytes = 'slow and steady\n'.repeat(1_000_000);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await begin(page, slipway, 'big file.txt', bytes);
  await urlField(page).fill(`${target.url}/slow/big.txt?${SIGNATURE}`);
  await page.getByRole('button', { name: 'More options' }).click();
  await page.getByRole('button', { name: 'Add header' }).click();
  await page.getByRole('textbox', { name: /header 1/i }).fill('x-goog-meta-colour');
  await page.getByRole('textbox', { name: /value 1/i }).fill('blue');
  await send(page);

  const bar = page.getByRole('progressbar', { name: 'Delivery of big file.txt' });
  await expect(bar).toBeVisible();
  await expect(
    page.getByRole('list', { name: 'Files' }).getByText(/MB of 16\.0 MB · .*B\/s · \d\d:\d\d left/),
  ).toBeVisible();
  await examine(page, 'a delivery under way');

  await expect(page.getByRole('heading', { name: '1 file delivered' })).toBeVisible({
    timeout: 40_000,
  });
  const receipt = page.getByRole('table', { name: 'Receipt' });
  await expect(receipt.getByText(`${target.url}/slow/big.txt`, { exact: true })).toBeVisible();
  await expect(receipt.getByText('text/plain')).toBeVisible();
  await expect(receipt.getByText('16.0 MB')).toBeVisible();
  const read = () => page.evaluate(() => navigator.clipboard.readText());
  await receipt.getByRole('button', { name: 'Copy SHA-256 of big file.txt' }).click();
  await expect.poll(read).toBe(sha256);
  await receipt.getByRole('button', { name: 'Copy ETag of big file.txt' }).click();
  await expect.poll(read).toBe(`"${sha256.slice(0, 32)}"`);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download JSON' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^receipt-.*\.json$/);
  await page.getByRole('button', { name: 'Copy as JSON' }).click();
  await expect.poll(async () => JSON.parse(await read()).files[0].sha256).toBe(sha256);
  expect(await page.content()).not.toContain('never-shown');
  await examine(page, 'a receipt');

  const put = target.puts.find(({ url }) => url.startsWith('/slow/big.txt'));
  expect(put).toMatchObject({ url: `/slow/big.txt?${SIGNATURE}`, size: bytes.length, sha256 });
  expect(put?.headers).toMatchObject({ 'x-goog-meta-colour': 'blue' });
  await page.goto(`${slipway.url}/exports?operation=export/upload`);
  await expect(page.getByRole('row', { name: /big file\.txt.*HTTP PUT/ })).toBeVisible();
});

test('a refused delivery says why, and is mended where the fault is', async ({
  signedIn: page,
  slipway,
}) => {
  await begin(page, slipway, 'refused.txt', 'refused at first');
  await urlField(page).fill(`${target.url}/denied/refused.txt?${SIGNATURE}`);
  await send(page);
  await expect(page.getByText('TARGET_DENIED').first()).toBeVisible();
  await expect(page.getByRole('heading', { name: '1 file not delivered' })).toBeVisible();
  await page.getByRole('button', { name: 'Details' }).first().click();
  await expect(page.getByText('Request has expired').first()).toBeVisible();
  await examine(page, 'a failed delivery');

  await page.getByRole('link', { name: 'Fix URL and run again' }).click();
  await page.waitForURL(/exports\/new\?from=/);
  await expect(operation(page, 'HTTP PUT')).toBeChecked();
  await expect(
    page.getByText('Secrets are not kept with an export. Fill in anew: URL.'),
  ).toBeVisible();
  await expect(urlField(page)).toBeFocused();
  await expect(urlField(page)).toHaveValue(`${target.url}/denied/refused.txt`);
  await expect(urlField(page)).toHaveAttribute('type', 'text');
  await expect(urlField(page)).toHaveAttribute('aria-invalid', 'true');
  await examine(page, 'a form to be mended');
  await urlField(page).fill(`${target.url}/ok/mended.txt?${SIGNATURE}`);
  await expect(urlField(page)).not.toHaveAttribute('aria-invalid', 'true');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/exports\/[0-9a-f-]{36}$/);
  await expect(page.getByRole('heading', { name: '1 file delivered' })).toBeVisible();
  expect(target.puts.filter(({ url }) => url.startsWith('/ok/mended.txt'))).toHaveLength(1);
});

test('each try is told: when, why, and when the next one is', async ({
  signedIn: page,
  slipway,
}) => {
  await begin(page, slipway, `${'a-very-long-name-without-an-end-'.repeat(4)}.txt`, 'patience');
  await urlField(page).fill(`${target.url}/busy/patient.txt`);
  await send(page);
  await expect(page.getByText(/Next try in/)).toBeVisible();
  await expect(page.getByRole('timer')).toHaveText(/^00:0\d$/);
  await examine(page, 'a delivery that waits for its next try');
  await expect(page.getByRole('heading', { name: '1 file delivered' })).toBeVisible({
    timeout: 20_000,
  });
  await expect(
    page.getByRole('heading', { name: '1 file needed more than one try' }),
  ).toBeVisible();
  await page.getByRole('button', { name: '2 failed attempts' }).click();
  await expect(page.getByText('TARGET_BUSY')).toHaveCount(2);
  await expect(page.getByText('Tried again at')).toHaveCount(2);
});

test('run again keeps the secrets while the task lives, and asks for them when it is gone', async ({
  signedIn: page,
  slipway,
}) => {
  await begin(page, slipway, 'again.txt', 'again');
  await urlField(page).fill(`${target.url}/ok/again.txt?${SIGNATURE}`);
  const first = await send(page);
  const delivered = page.getByRole('heading', { name: '1 file delivered' });
  await expect(delivered).toBeVisible();
  await page.getByRole('button', { name: 'Run again', exact: true }).dblclick();
  await page.waitForURL((url) => url.href !== first && /exports\/[0-9a-f-]{36}$/.test(url.href));
  await expect(delivered).toBeVisible();
  const puts = target.puts.filter(({ url }) => url === `/ok/again.txt?${SIGNATURE}`);
  expect(puts).toHaveLength(2);

  const taskId = await page.locator('dt:has-text("Task id") + dd').textContent();
  await api(slipway, 'DELETE', `/v2/tasks/${taskId}`);
  await page.getByRole('button', { name: 'Run again', exact: true }).click();
  await page.waitForURL(/exports\/new\?from=/);
  await expect(page.getByText('Fill in anew: URL.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Remove again.txt' })).toBeVisible();
});

test('operations are chosen with the keys, and what was typed for one is there on the way back', async ({
  signedIn: page,
  slipway,
}) => {
  await page.goto(`${slipway.url}/exports/new`);
  const group = page.getByRole('radiogroup', { name: 'Operation' });
  await expect(group.getByRole('radio')).toHaveCount(7);
  await group.getByRole('radio', { checked: true }).focus();
  await page.keyboard.press('ArrowDown');
  await expect(operation(page, 'Amazon S3')).toBeChecked();
  await expect(operation(page, 'Amazon S3')).toBeFocused();
  await page.getByRole('textbox', { name: 'Bucket' }).fill('harbour');
  await page.getByRole('radio', { name: 'Prefix' }).click();
  await page.getByRole('textbox', { name: 'Key prefix' }).fill('in/');
  await operation(page, 'SFTP').click();
  await page.getByRole('textbox', { name: 'Host', exact: true }).fill('files.example.com');
  await operation(page, 'Amazon S3').click();
  await expect(page.getByRole('textbox', { name: 'Bucket' })).toHaveValue('harbour');
  await expect(page.getByRole('textbox', { name: 'Key prefix' })).toHaveValue('in/');
  await operation(page, 'SFTP').click();
  await expect(page.getByRole('textbox', { name: 'Host', exact: true })).toHaveValue(
    'files.example.com',
  );
  await examine(page, 'operations to choose from');
});
