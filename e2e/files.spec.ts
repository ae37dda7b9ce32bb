import { holdScripts } from './early.ts';
import { api, expect, test } from './slipway.ts';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** A file, by the API; the whole server shares one list, so names carry a mark of their own. */
async function put(slipway: Parameters<typeof api>[0], filename: string, base64: string) {
  const made = await api(slipway, 'POST', '/v2/import/base64', { file: base64, filename });
  await api(slipway, 'GET', `/sync/v2/tasks/${made.data.id}`);
  return made.data.id as string;
}
const base64 = (text: string) => Buffer.from(text).toString('base64');

test('select many, export them', async ({ signedIn: page, slipway }) => {
  const mark = `many${Date.now()}`;
  for (const n of [1, 2, 3]) await put(slipway, `${mark}-${n}.txt`, base64(`file ${n}`));
  await page.goto(`${slipway.url}/files?q=${mark}`);
  await page.getByRole('checkbox', { name: `Select ${mark}-1.txt` }).check();
  await page.getByRole('checkbox', { name: `Select ${mark}-3.txt` }).check();
  await expect(page.getByText('2 selected')).toBeVisible();
  await page.getByRole('link', { name: 'Export 2 files' }).click();
  await page.waitForURL(/\/exports\/new\?files=/);
  await expect(
    page.getByRole('list', { name: 'Files to export' }).getByRole('listitem'),
  ).toHaveCount(2);
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await page.waitForURL(/\/exports\/[0-9a-f-]{36}$/);
  await expect(page.getByRole('heading', { name: '2 temporary URLs' })).toBeVisible();
});

test('what is ticked before the page’s scripts are there counts', async ({
  signedIn: page,
  slipway,
}) => {
  const mark = `early${Date.now()}`;
  for (const n of [1, 2]) await put(slipway, `${mark}-${n}.txt`, base64(`file ${n}`));
  const letScriptsIn = await holdScripts(page);
  await page.goto(`${slipway.url}/files?q=${mark}`, { waitUntil: 'commit' });
  for (const n of [1, 2])
    await page.getByRole('checkbox', { name: `Select ${mark}-${n}.txt` }).check();
  letScriptsIn();
  await expect(page.getByRole('link', { name: 'Export 2 files' })).toBeVisible();
  await expect(page.getByRole('checkbox', { name: /^Select all/ })).toBeChecked();
});

test('pick from Files in a new export', async ({ signedIn: page, slipway }) => {
  const mark = `pick${Date.now()}`;
  await put(slipway, `${mark}.txt`, base64('picked'));
  await page.goto(`${slipway.url}/exports/new`);
  await page.getByRole('button', { name: 'Pick from Files' }).click();
  await page.getByRole('dialog').getByRole('searchbox').fill(mark);
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByRole('checkbox', { name: mark }).check();
  await page.getByRole('button', { name: 'Add 1 file' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(page.getByRole('button', { name: `Remove ${mark}.txt` })).toBeVisible();
});

test('text, image and PDF show themselves, and nothing in them runs', async ({
  signedIn: page,
  slipway,
}) => {
  const mark = `look${Date.now()}`;
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('dialog', (dialog) => errors.push(dialog.message()));
  await put(slipway, `${mark}.txt`, base64('Grüße <script>alert(1)</script>'));
  await put(slipway, `${mark}.png`, PNG.toString('base64'));
  await put(
    slipway,
    `${mark}.svg`,
    base64(
      '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(2)</script></svg>',
    ),
  );
  await put(slipway, `${mark}.html`, base64('<script>alert(3)</script>'));
  await page.goto(`${slipway.url}/files?q=${mark}`);
  const preview = (name: string) =>
    page
      .getByRole('button', { name: `Preview ${name}` })
      .first()
      .click();
  const dialog = page.getByRole('dialog');
  await preview(`${mark}.txt`);
  await expect(dialog.getByText('Grüße <script>alert(1)</script>')).toBeVisible();
  await page.keyboard.press('Escape');
  await preview(`${mark}.png`);
  await expect(dialog.getByRole('img')).toHaveJSProperty('naturalWidth', 1);
  await page.keyboard.press('Escape');
  await preview(`${mark}.html`);
  await expect(dialog.getByText('<script>alert(3)</script>')).toBeVisible();
  await page.keyboard.press('Escape');
  await preview(`${mark}.svg`);
  await expect(dialog.getByRole('img')).toBeVisible();
  // Opened by itself, outside of an <img>, it must not run either.
  const html = await page.context().newPage();
  html.on('dialog', (one) => errors.push(one.message()));
  const opened = await page.request.get(
    `${slipway.url}${await dialog.getByRole('link', { name: 'Open in a new tab' }).getAttribute('href')}`,
  );
  expect(
    opened.headers()['content-security-policy'] ?? opened.headers()['content-disposition'],
  ).toMatch(/sandbox|attachment/);
  expect(errors).toEqual([]);
});

test('delete asks once, and the file is gone', async ({ signedIn: page, slipway }) => {
  const mark = `drop${Date.now()}`;
  const id = await put(slipway, `${mark}.txt`, base64('away'));
  await page.goto(`${slipway.url}/files?q=${mark}`);
  await page.getByRole('button', { name: `Delete ${mark}.txt` }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete 1 file' }).click();
  await expect(page.getByText(`No file is named like “${mark}”`)).toBeVisible();
  expect((await api(slipway, 'GET', `/v2/tasks/${id}`)).status).toBe(404);
});

test('search stands in the address', async ({ signedIn: page, slipway }) => {
  const mark = `find${Date.now()}`;
  await put(slipway, `${mark} ü.txt`, base64('x'));
  await page.goto(`${slipway.url}/files`);
  await page.getByRole('searchbox').pressSequentially(`${mark} ü`);
  await page.waitForURL(/q=find/);
  await expect(page.getByRole('checkbox', { name: `Select ${mark} ü.txt` })).toBeVisible();
  await page.getByRole('searchbox').fill('no such name anywhere');
  await expect(page.getByText(/No file is named like/)).toBeVisible();
});
