import type { Page } from '@playwright/test';
import { TOTP } from 'otpauth';
import { examine } from './examine.ts';
import {
  test as base,
  expect,
  OWNER,
  type Slipway,
  signIn,
  startSlipway,
  WITH_OWNER,
} from './slipway.ts';

/** A server of its own: with a second factor, the owner of the shared one could not sign in. */
const test = base.extend<object, { owned: Slipway }>({
  owned: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures a fixture needs from this pattern
    async ({}, use) => {
      const slipway = await startSlipway(WITH_OWNER);
      await use(slipway);
      await slipway.remove();
    },
    { scope: 'worker', timeout: 90_000 },
  ],
});

const STEP = 30_000;
let lastStep = 0;

/** What the app on the phone shows; each code only once, a step ahead where it must be. */
function nextCode(secret: string): string {
  const step = Math.max(Math.floor(Date.now() / STEP), lastStep + 1);
  lastStep = step;
  return new TOTP({ secret }).generate({ timestamp: step * STEP });
}

async function givePassword(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/sign-in`);
  await page.getByLabel('Email').fill(OWNER.email);
  await page.getByRole('textbox', { name: 'Password' }).fill(OWNER.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/sign-in/code');
}

async function giveCode(page: Page, code: string): Promise<void> {
  await page.getByLabel('Code').fill(code);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

test('enrol, sign in with a code and with a recovery code, end the other session, turn off', async ({
  page,
  browser,
  owned: { url },
}) => {
  test.slow();
  await signIn(page, url);
  await page.goto(`${url}/settings`);
  await examine(page, 'settings');

  await page.getByRole('button', { name: 'Set up' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Your password' }).fill('not the password');
  await dialog.getByRole('button', { name: 'Continue' }).click();
  await expect(dialog.getByText('This is not your password.')).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Your password' }).fill(OWNER.password);
  await dialog.getByRole('button', { name: 'Continue' }).click();
  await expect(dialog.getByRole('img', { name: 'QR code of the key' })).toBeVisible();
  await examine(page, 'scan');
  const secret = (await dialog.getByRole('definition').textContent())?.replaceAll(' ', '') ?? '';
  expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  await dialog.getByLabel('Enter the code that the app shows').fill('12345');
  await dialog.getByRole('button', { name: 'Turn on' }).click();
  await expect(dialog.getByText('This code is wrong.')).toBeVisible();
  await dialog.getByLabel('Enter the code that the app shows').fill(nextCode(secret));
  await dialog.getByRole('button', { name: 'Turn on' }).click();
  await expect(dialog.getByRole('heading', { name: 'Your recovery codes' })).toBeVisible();
  await examine(page, 'recovery codes');
  const codes = await dialog
    .getByRole('list', { name: 'Recovery codes' })
    .locator('li')
    .allInnerTexts();
  expect(codes).toHaveLength(10);
  const download = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Download' }).click();
  expect((await download).suggestedFilename()).toBe('slipway-recovery-codes.txt');
  await dialog.getByRole('button', { name: 'I have kept them' }).click();
  await expect(page.getByText('10 recovery codes left.')).toBeVisible();

  // The password alone is no session, neither here nor by next-auth's own way in.
  const there = await (await browser.newContext()).newPage();
  await givePassword(there, url);
  await examine(there, 'code');
  expect((await there.request.get(`${url}/api/exports`)).status()).toBe(401);
  await there.goto(`${url}/exports`);
  await expect(there).toHaveURL(/\/sign-in\?next/);
  const { csrfToken } = await (await there.request.get(`${url}/api/auth/csrf`)).json();
  const around = await there.request.post(`${url}/api/auth/callback/credentials`, {
    form: { csrfToken, ...OWNER, json: 'true' },
  });
  expect(around.status()).toBe(401);
  expect((await there.request.get(`${url}/api/exports`)).status()).toBe(401);

  await there.goto(`${url}/sign-in/code`);
  await giveCode(there, '12 34 56');
  await expect(there.getByText('This code is wrong or was used before.')).toBeVisible();
  await giveCode(there, nextCode(secret));
  await there.waitForURL('**/exports');

  await there.context().clearCookies();
  await givePassword(there, url);
  await giveCode(there, codes[0]?.toUpperCase().replaceAll('-', ' ') ?? '');
  await there.waitForURL('**/exports');
  await there.context().clearCookies();
  await givePassword(there, url);
  await giveCode(there, codes[0] ?? '');
  await expect(there.getByText('This code is wrong or was used before.')).toBeVisible();
  await giveCode(there, codes[1] ?? '');
  await there.waitForURL('**/exports');

  await page.reload();
  await expect(page.getByText('8 recovery codes left.')).toBeVisible();
  const rows = page.getByRole('table', { name: 'Your sessions' }).getByRole('row');
  await expect(rows).toHaveCount(5);
  await page
    .getByRole('button', { name: /^Sign out Chrome/ })
    .first()
    .click();
  await expect(page.getByText(/^Signed out: Chrome/)).toBeVisible();
  await expect(rows).toHaveCount(4);
  // The one seen last was the other browser's: it is out at its next step.
  await there.goto(`${url}/files`);
  await expect(there).toHaveURL(/\/sign-in\?next/);
  await page.getByRole('button', { name: 'Sign out everywhere else' }).click();
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: 'Sign out everywhere else' })
    .click();
  await expect(page.getByText('2 sessions ended')).toBeVisible();
  await expect(rows).toHaveCount(2);

  await page.getByRole('button', { name: 'New recovery codes' }).click();
  await dialog.getByRole('textbox', { name: 'Password, or a code' }).fill(OWNER.password);
  await dialog.getByRole('button', { name: 'Make new codes' }).click();
  await expect(dialog.getByRole('list', { name: 'Recovery codes' })).toBeVisible();
  await dialog.getByRole('button', { name: 'I have kept them' }).click();
  await expect(page.getByText('10 recovery codes left.')).toBeVisible();
  await page.getByRole('button', { name: 'Turn off' }).click();
  await dialog.getByRole('textbox', { name: 'Password, or a code' }).fill(OWNER.password);
  await dialog.getByRole('button', { name: 'Turn off' }).click();
  await expect(page.getByRole('button', { name: 'Set up' })).toBeVisible();
  await there.context().clearCookies();
  await signIn(there, url);
  await there.context().close();
});

test('a session’s cookie is worth nothing after the way out of next-auth', async ({
  page,
  owned: { url },
}) => {
  await signIn(page, url);
  const cookies = await page.context().cookies();
  const { csrfToken } = await (await page.request.get(`${url}/api/auth/csrf`)).json();
  await page.request.post(`${url}/api/auth/signout`, { form: { csrfToken, json: 'true' } });
  await page.context().addCookies(cookies);
  expect((await page.request.get(`${url}/api/exports`)).status()).toBe(401);
});
