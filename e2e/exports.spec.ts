import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { chooseFiles } from './choose-files.ts';
import { api, expect, signIn, startSlipway, test } from './slipway.ts';
import { unzip } from './unzip.ts';

const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');
const FILES = [
  { name: 'report.txt', mimeType: 'text/plain', buffer: Buffer.from('A report.\n'.repeat(5_000)) },
  {
    name: 'ünï שלום  two spaces 🚢.bin',
    mimeType: 'application/octet-stream',
    buffer: Buffer.alloc(3_000_000, 'slipway'),
  },
  { name: 'empty.csv', mimeType: 'text/csv', buffer: Buffer.alloc(0) },
];

/** Lets files fall on the page, as a file manager does. */
async function drop(page: Page, files: { name: string; mimeType: string; buffer: Buffer }[]) {
  const given = files.map(({ name, mimeType, buffer }) => ({
    name,
    mimeType,
    base64: buffer.toString('base64'),
  }));
  const transfer = await page.evaluateHandle((list) => {
    const data = new DataTransfer();
    for (const { name, mimeType, base64 } of list) {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      data.items.add(new File([bytes], name, { type: mimeType }));
    }
    return data;
  }, given);
  await page.dispatchEvent('main', 'dragover', { dataTransfer: transfer });
  await page.dispatchEvent('main', 'drop', { dataTransfer: transfer });
}

async function addFiles(page: Page, files = FILES.slice(0, 1)) {
  await page.goto(new URL('/exports/new', page.url()).href);
  await chooseFiles(page, files);
  for (const { name } of files) {
    await expect(page.getByRole('button', { name: `Remove ${name}` })).toBeVisible();
  }
}

async function send(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await page.waitForURL(/\/exports\/[0-9a-f-]{36}$/);
  return page.url();
}

test('from setup to a deleted link: three files in, one ZIP out, byte for byte', async ({
  page,
}) => {
  test.setTimeout(120_000);
  const slipway = await startSlipway();
  try {
    await page.goto(slipway.setupUrl ?? '');
    await page.getByRole('textbox', { name: 'Team' }).fill('Harbour');
    await page.getByLabel('Your name').fill('Ada');
    await page.getByLabel('Email').fill('ada@example.com');
    await page.getByRole('textbox', { name: 'Password' }).fill('correct horse battery staple');
    await page.getByRole('button', { name: /create|set up/i }).click();
    await page.waitForURL(/\/exports$/);
    await expect(page.getByText('No exports yet')).toBeVisible();

    await page.getByRole('main').getByRole('link', { name: 'New export' }).first().click();
    await page.waitForURL(/\/exports\/new$/);
    await expect(page.getByText('Drop files or folders here')).toBeVisible();
    await drop(page, FILES);
    await expect(page.getByText('3 files')).toBeVisible();
    for (const { name } of FILES) {
      await expect(page.getByRole('button', { name: `Remove ${name}` })).toBeVisible();
    }
    await page.getByRole('switch', { name: 'One ZIP for several files' }).click();
    await expect(page.getByText('"archive_multiple_files": true')).toBeVisible();
    await send(page);

    await expect(page.getByRole('heading', { name: '1 temporary URL' })).toBeVisible();
    await expect(page.getByRole('timer')).toHaveText(/^23 h 59 min left$/);
    await expect(page.getByText(/until tomorrow \d\d:\d\d/)).toBeVisible();
    const url = await page.getByLabel(/^Temporary URL of .*\.zip$/).inputValue();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: /^Download .*\.zip$/ }).click(),
    ]);
    const zip = await readFile(await download.path());
    const answer = await fetch(url);
    expect(answer.status).toBe(200);
    expect(sha256(new Uint8Array(await answer.arrayBuffer()))).toBe(sha256(zip));
    const inside = unzip(zip).map(({ name, bytes }) => [name, sha256(bytes)]);
    expect(inside).toEqual(FILES.map(({ name, buffer }) => [name, sha256(buffer)]));

    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByRole('button', { name: 'Delete export' }).click();
    await page.waitForURL(/\/exports$/);
    await expect(page.getByText('No exports yet')).toBeVisible();
    expect((await fetch(url)).status).toBe(410);
  } finally {
    await slipway.remove();
  }
});

test('a form pressed twice makes one export', async ({ signedIn: page, slipway }) => {
  const name = `twice-${Date.now()}.txt`;
  await addFiles(page, [{ name, mimeType: 'text/plain', buffer: Buffer.from('x') }]);
  await page.getByRole('button', { name: 'Export', exact: true }).dblclick();
  await page.waitForURL(/\/exports\/[0-9a-f-]{36}$/);
  await page.goto(`${slipway.url}/exports?q=${name}`);
  await expect(page.getByRole('link', { name })).toHaveCount(1);
});

test('the same form can be sent again after going back, as another export', async ({
  signedIn: page,
}) => {
  await addFiles(page);
  const first = await send(page);
  await page.goBack();
  await page.waitForURL(/\/exports\/new$/);
  await chooseFiles(page, FILES.slice(0, 1));
  await expect(page.getByRole('button', { name: 'Remove report.txt' })).toBeVisible();
  expect(await send(page)).not.toBe(first);
});

test('without a file it says so, and the focus is where one is chosen', async ({
  signedIn: page,
}) => {
  await page.goto(new URL('/exports/new', page.url()).href);
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await expect(page.getByText('Choose at least one file.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Choose files' })).toBeFocused();
});

test('an export can be sent while its files still arrive, and closing the tab asks first', async ({
  signedIn: page,
}) => {
  const session = await page.context().newCDPSession(page);
  await page.goto(new URL('/exports/new', page.url()).href);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 5,
    downloadThroughput: -1,
    uploadThroughput: 1_500_000,
  });
  const big = {
    name: 'slow.bin',
    mimeType: 'application/octet-stream',
    buffer: Buffer.alloc(8_000_000),
  };
  await chooseFiles(page, [big]);
  const upload = page.getByRole('progressbar', { name: 'Upload of slow.bin' });
  await expect(upload).toBeVisible();
  await expect(page.getByText(/MB of 8\.0 MB · .*\/s · \d\d:\d\d left/)).toBeVisible();
  await send(page);
  await expect(page.getByText('Waits for 1 file that is still on the way.')).toBeVisible();
  await expect(upload).toBeVisible();
  const asked = page.waitForEvent('dialog');
  const leaving = page.evaluate(() => {
    window.location.href = 'about:blank';
  });
  const dialog = await asked;
  expect(dialog.type()).toBe('beforeunload');
  await dialog.dismiss();
  await leaving.catch(() => undefined);
  await expect(page.getByRole('heading', { name: '1 temporary URL' })).toBeVisible({
    timeout: 30_000,
  });
});

test('a file can be cancelled on its way, and imported from a URL', async ({
  signedIn: page,
  slipway,
}) => {
  await addFiles(page);
  const made = await api(slipway, 'POST', '/v2/import/raw', {
    file: 'from afar',
    filename: 'afar.txt',
  });
  await expect
    .poll(async () => (await api(slipway, 'GET', `/v2/tasks/${made.data.id}`)).data.status)
    .toBe('finished');
  const link = await api(slipway, 'POST', '/v2/export/url', { input: made.data.id });
  const done = await api(slipway, 'GET', `/sync/v2/tasks/${link.data.id}`);
  await page.getByLabel('Or import from a URL').fill(done.data.result.files[0].url);
  await page.getByRole('button', { name: 'Import' }).click();
  await expect(page.getByRole('button', { name: 'Remove afar.txt' })).toBeVisible();
  await page.getByRole('button', { name: 'Remove report.txt' }).click();
  await expect(page.getByText('report.txt')).toBeHidden();
  await page.getByLabel('Or import from a URL').fill('not an address');
  await page.getByRole('button', { name: 'Import' }).click();
  await expect(page.getByLabel('Or import from a URL')).toHaveAttribute('aria-invalid', 'true');
  await send(page);
  await expect(page.getByLabel('Temporary URL of afar.txt')).toBeVisible();
});

test('run again, run again with edits, and a new link', async ({ signedIn: page, slipway }) => {
  await addFiles(page);
  const first = await send(page);
  await expect(page.getByRole('heading', { name: '1 temporary URL' })).toBeVisible();
  await page.getByRole('button', { name: 'Run again', exact: true }).click();
  await page.waitForURL((url) => url.href !== first && /exports\/[0-9a-f-]{36}$/.test(url.href));
  await page.getByRole('link', { name: 'Run again with edits' }).click();
  await page.waitForURL(/exports\/new\?from=/);
  await expect(page.getByRole('button', { name: 'Remove report.txt' })).toBeVisible();
  await page.getByRole('switch', { name: 'Show in the browser' }).click();
  await send(page);
  await expect(page.getByText('Show in the browser')).toBeVisible();
  const url = await page.getByLabel('Temporary URL of report.txt').inputValue();
  const shown = await fetch(url);
  expect(shown.headers.get('content-disposition')).toMatch(/^inline/);
  expect(slipway.log()).not.toContain('temp_url_sig');
});

test('at zero a link is gone, and a new one is a click away', async ({ signedIn: page }) => {
  await addFiles(page);
  const first = await send(page);
  await expect(page.getByRole('timer')).toHaveText(/left$/);
  // Only this browser's clock moves; the server would tell it the time again.
  await page.clock.install();
  await page.route('**/api/exports/*', (route) => route.abort());
  await page.reload();
  // The server writes the time left, too: from when it falls on, the page counts by itself.
  const timer = page.getByRole('timer');
  const forward = async () => {
    await page.clock.fastForward('02:00');
    return timer.textContent();
  };
  await expect.poll(forward).not.toBe('23 h 59 min left');
  await page.clock.fastForward('23:30:00');
  await expect(timer).toHaveText(/^\d\d:\d\d left$/);
  await page.clock.fastForward('00:30:00');
  await expect(timer).toHaveText('Expired');
  await expect(page.getByText('The temporary URLs have expired.', { exact: false })).toBeVisible();
  await expect(page.getByLabel('Temporary URL of report.txt')).toBeHidden();
  await page.getByRole('button', { name: 'New link' }).click();
  await page.waitForURL((url) => url.href !== first && /exports\/[0-9a-f-]{36}$/.test(url.href));
});

test('an export that is not there is a page that says so', async ({ signedIn: page, slipway }) => {
  const answer = await page.goto(`${slipway.url}/exports/00000000-0000-4000-8000-000000000000`);
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});

test('who is not signed in reads nothing', async ({ slipway }) => {
  for (const path of ['/api/exports', '/api/files', '/api/files/imports?ids=x', '/api/exports/x']) {
    const answer = await fetch(slipway.url + path);
    expect([path, answer.status]).toEqual([path, 401]);
  }
});

test('the list is filtered by its address, and back undoes a filter', async ({ page, slipway }) => {
  await signIn(page, slipway.url);
  const name = `filter-${Date.now()}`;
  await addFiles(page, [{ name: `${name}.txt`, mimeType: 'text/plain', buffer: Buffer.from('x') }]);
  await send(page);
  await page.goto(`${slipway.url}/exports`);
  const search = page.getByRole('searchbox', { name: /Search exports/ });
  await search.pressSequentially(name);
  await page.waitForURL(new RegExp(`q=${name}`));
  const row = page.getByRole('link', { name: `${name}.txt` });
  await expect(row).toHaveCount(1);
  await page.getByLabel('Status').selectOption('error');
  await page.waitForURL(/status=error/);
  await expect(page.getByText('No export matches')).toBeVisible();
  await page.goBack();
  await expect(page.getByLabel('Status')).toHaveValue('');
  await expect(row).toHaveCount(1);
  await expect(search).toHaveValue(name);
  // A copied address shows a colleague the same.
  const other = await page.context().newPage();
  await other.goto(page.url());
  await expect(other.getByRole('link', { name: `${name}.txt` })).toHaveCount(1);
  await page.getByRole('link', { name: 'Clear filters' }).click();
  await page.waitForURL(/\/exports$/);
  await expect(search).toHaveValue('');
  await expect(search).toBeFocused();
});
