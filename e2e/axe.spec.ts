import { COLOUR_RULES, findViolations } from './axe.ts';
import { examine } from './examine.ts';
import { api, expect, test } from './slipway.ts';

test('axe finds nothing on any page of exports and files', async ({ signedIn: page, slipway }) => {
  test.setTimeout(120_000);
  const long = `${'a very long name without an end '.repeat(4)}שלום.pdf`;
  for (const filename of [long, 'data.json']) {
    const made = await api(slipway, 'POST', '/v2/import/raw', { file: 'x', filename });
    await api(slipway, 'GET', `/sync/v2/tasks/${made.data.id}`);
    await page.goto(`${slipway.url}/exports/new?files=${made.data.id}`);
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    await page.waitForURL(/\/exports\/[0-9a-f-]{36}$/);
  }
  await expect(page.getByRole('heading', { name: '1 temporary URL' })).toBeVisible();
  await examine(page, 'one export');
  const upload = await api(slipway, 'POST', '/v2/import/upload', {});
  await page.goto(`${slipway.url}/exports/new?files=${upload.data.id}`);
  await examine(page, 'new export');
  await page.getByRole('button', { name: 'Pick from Files' }).click();
  await expect(page.getByRole('dialog').getByRole('checkbox').first()).toBeVisible();
  await examine(page, 'picker');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await page.waitForURL(/\/exports\/[0-9a-f-]{36}$/);
  await examine(page, 'an export that waits');
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(page.getByRole('alertdialog')).toBeVisible();
  await examine(page, 'delete');
  await page.getByRole('button', { name: 'Keep it' }).click();
  await page.getByRole('button', { name: 'Cancel export' }).click();
  await expect(page.getByText('The task was cancelled.')).toBeVisible();
  await examine(page, 'a cancelled export');
  await page.goto(`${slipway.url}/exports`);
  await expect(page.getByRole('link', { name: 'data.json' }).first()).toBeVisible();
  await examine(page, 'exports');
  await page.goto(`${slipway.url}/exports?q=nothing-is-called-like-this`);
  await examine(page, 'no export matches');
  await page.goto(`${slipway.url}/files`);
  await page.getByRole('checkbox', { name: 'Select data.json' }).first().check();
  await examine(page, 'files');
  await page.getByRole('button', { name: 'Preview data.json' }).first().click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await examine(page, 'preview');
});

test('what looks for faults finds them', async ({ page }) => {
  await page.setContent(
    '<title>Faults</title><main><img src="a.png"><p style="color:#ccc">Pale</p></main>',
  );
  const found = await findViolations(page);
  expect(found.join(' ')).toMatch(/color-contrast: .*Pale.* image-alt: <img/);
  const within = await findViolations(page, { within: 'main', rules: COLOUR_RULES });
  expect(within).toEqual(['color-contrast: <p style="color:#ccc">Pale</p>']);
  expect((await findViolations(page, { except: ['image-alt'] })).join()).not.toContain('image-alt');
});
