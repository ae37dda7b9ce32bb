import type { Page } from '@playwright/test';
import { chooseFiles } from './choose-files.ts';
import { api, expect, type Slipway, signIn, test } from './slipway.ts';

async function makeExport(page: Page, slipway: Slipway, name: string) {
  await page.goto(`${slipway.url}/exports/new`);
  const file = { name, mimeType: 'text/plain', buffer: Buffer.from(name) };
  await chooseFiles(page, [file]);
  await expect(page.getByRole('button', { name: `Remove ${name}` })).toBeVisible();
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await page.waitForURL(/\/exports\/[0-9a-f-]{36}$/);
  return page.url();
}

test('a second browser sees an export come, end and go, and no row moves by itself', async ({
  signedIn: page,
  browser,
  slipway,
}) => {
  test.setTimeout(90_000);
  const mark = `live${Date.now()}`;
  await makeExport(page, slipway, `${mark}-old.txt`);
  const second = await (await browser.newContext()).newPage();
  await signIn(second, slipway.url);
  await second.goto(`${slipway.url}/exports?q=${mark}`);
  const rows = second.getByRole('link', { name: mark });
  await expect(rows).toHaveCount(1);

  const url = await makeExport(page, slipway, `${mark}-new.txt`);
  const announced = second.getByRole('button', { name: /1 new export — show/ });
  await expect(announced).toBeVisible({ timeout: 20_000 });
  await expect(rows).toHaveCount(1);
  await announced.click();
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toHaveText(`${mark}-new.txt`);
  await expect(second.getByText(/^1 link · 23 h left$/).filter({ visible: true })).toHaveCount(2);

  await page.goto(url);
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByRole('button', { name: 'Delete export' }).click();
  await page.waitForURL(/\/exports$/);
  const gone = second.getByText('Deleted', { exact: true }).filter({ visible: true });
  await expect(gone).toHaveCount(1, { timeout: 20_000 });
  await expect(second.getByText(`${mark}-new.txt`)).toBeVisible();
});

test('the page of one export follows it to its end without being touched', async ({
  signedIn: page,
  slipway,
}) => {
  // An upload that nobody has sent yet keeps the export waiting for as long as the test likes.
  const upload = await api(slipway, 'POST', '/v2/import/upload', {});
  await page.goto(`${slipway.url}/exports/new?files=${upload.data.id}`);
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await page.waitForURL(/\/exports\/[0-9a-f-]{36}$/);
  await expect(page.getByText('Waits for 1 file that is still on the way.')).toBeVisible();
  const { url, parameters } = upload.data.result.form;
  const form = new FormData();
  for (const [name, value] of Object.entries(parameters)) form.append(name, String(value));
  form.append('file', new Blob(['at last']), 'late.txt');
  expect((await fetch(url, { method: 'POST', body: form })).status).toBe(201);
  await expect(page.getByRole('heading', { name: '1 temporary URL' })).toBeVisible();
});

test('an idle poll is small', async ({ signedIn: page, slipway }) => {
  await page.goto(`${slipway.url}/exports`);
  const poll = await page.waitForResponse((response) => response.url().includes('since='), {
    timeout: 20_000,
  });
  const { since } = await poll.json();
  const again = await page.request.get(
    `${slipway.url}/api/exports?since=${encodeURIComponent(since)}`,
  );
  expect((await again.body()).length).toBeLessThan(1_000);
});

test('a hidden tab asks nothing, and asks at once when it is looked at again', async ({
  signedIn: page,
  slipway,
}) => {
  // An export that waits, so that the list would poll every second.
  const upload = await api(slipway, 'POST', '/v2/import/upload', {});
  await page.goto(`${slipway.url}/exports/new?files=${upload.data.id}`);
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await page.waitForURL(/\/exports\/[0-9a-f-]{36}$/);
  await page.goto(`${slipway.url}/exports`);
  const isPoll = (url: string) => url.includes('since=');
  await page.waitForResponse((response) => isPoll(response.url()));
  await page.waitForResponse((response) => isPoll(response.url()));

  const show = (state: 'hidden' | 'visible') =>
    page.evaluate((visibilityState) => {
      Object.defineProperty(document, 'visibilityState', {
        value: visibilityState,
        configurable: true,
      });
      document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
    }, state);
  await show('hidden');
  await page.waitForTimeout(1_000);
  let polls = 0;
  page.on('request', (request) => {
    if (isPoll(request.url())) polls++;
  });
  await page.waitForTimeout(3_500);
  expect(polls).toBe(0);
  const asked = page.waitForRequest((request) => isPoll(request.url()), { timeout: 900 });
  await show('visible');
  await asked;
  await api(slipway, 'DELETE', `/v2/tasks/${upload.data.id}`);
});

test('says when it is no longer live', async ({ signedIn: page, slipway }) => {
  await page.goto(`${slipway.url}/exports`);
  await page.route('**/api/exports?*', (route) => route.abort());
  await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')));
  await expect(page.getByText('The server cannot be reached.', { exact: false })).toBeVisible({
    timeout: 20_000,
  });
});
