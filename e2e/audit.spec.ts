import { readFile } from 'node:fs/promises';
import { examine } from './examine.ts';
import { expect, test } from './slipway.ts';

test('the audit log says who did what, and gives it as CSV', async ({
  signedIn: page,
  slipway,
}) => {
  await page.goto(`${slipway.url}/audit`);
  const log = page.getByRole('table', { name: 'Audit log' });
  await expect(log.getByText('Signed in').first()).toBeVisible();
  await expect(log.getByText('owner@example.com').first()).toBeVisible();
  await examine(page, 'the audit log');

  await page.getByRole('combobox', { name: 'Kind' }).selectOption('Team');
  await expect(page).toHaveURL(/thing=team/);
  await expect(log.getByText('Made the team')).toBeVisible();
  await expect(log.getByText('Signed in')).toHaveCount(0);

  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download CSV' }).click();
  const csv = await readFile(await (await download).path(), 'utf8');
  expect(csv).toMatch(/^time,who,action,subject,address,detail\r\n/);
  expect(csv).toContain('team.create');
  expect(csv).not.toContain('user.sign-in');

  await page.getByLabel('To', { exact: true }).fill('2020-01-01');
  await expect(page.getByText('Nothing like that was done')).toBeVisible();
  await page.getByRole('link', { name: 'Show everything' }).click();
  await expect(log.getByText('Signed in').first()).toBeVisible();
});
