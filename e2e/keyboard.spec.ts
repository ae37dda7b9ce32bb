import type { Page } from '@playwright/test';
import { api, expect, test } from './slipway.ts';

/** Presses Tab until the focus is on what is looked for, as somebody without a mouse would. */
async function tabTo(
  page: Page,
  name: RegExp | string,
  role: 'link' | 'button' | 'switch' | 'checkbox',
) {
  const wanted = page.getByRole(role, { name, exact: typeof name === 'string' }).first();
  for (let presses = 0; presses < 80; presses++) {
    await page.keyboard.press('Tab');
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`Tab never reached ${role} ${name}`);
}

test('from the list to a temporary URL and its end without a mouse', async ({
  signedIn: page,
  slipway,
}) => {
  const filename = `keys${Date.now()}.txt`;
  const made = await api(slipway, 'POST', '/v2/import/raw', { file: 'keys', filename });
  await api(slipway, 'GET', `/sync/v2/tasks/${made.data.id}`);

  await page.goto(`${slipway.url}/exports`);
  await page.keyboard.press('n');
  await page.waitForURL(/\/exports\/new$/);
  await tabTo(page, 'Pick from Files', 'button');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await expect(page.getByRole('checkbox', { name: filename })).toBeVisible();
  await tabTo(page, new RegExp(filename), 'checkbox');
  await page.keyboard.press('Space');
  await tabTo(page, 'Add 1 file', 'button');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(page.getByRole('button', { name: 'Pick from Files' })).toBeFocused();
  await tabTo(page, 'Show in the browser', 'switch');
  await page.keyboard.press('Space');
  await tabTo(page, 'Export', 'button');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/exports\/[0-9a-f-]{36}$/);
  await expect(page.getByRole('heading', { name: '1 temporary URL' })).toBeVisible();
  await tabTo(page, `Copy URL of ${filename}`, 'button');
  await page.keyboard.press('Enter');

  await page.keyboard.press('g');
  await page.keyboard.press('e');
  await page.waitForURL(/\/exports$/);
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await page.keyboard.type(filename);
  await page.waitForURL(/q=keys/);
  await tabTo(page, new RegExp(filename), 'link');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/exports\/[0-9a-f-]{36}$/);
  await tabTo(page, 'Delete', 'button');
  await page.keyboard.press('Enter');
  await tabTo(page, 'Delete export', 'button');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/exports/);
});
