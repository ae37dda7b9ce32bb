import type { Browser, Locator, Page } from '@playwright/test';
import { startMailServer } from '../lib/teams/test-mail.ts';
import { test as base, type Slipway, signIn, startSlipway, WITH_OWNER } from './slipway.ts';

export const PASSWORD = 'a password of somebody new';
/** After a look at a narrow page: wide enough for the rail. */
export const WIDE = { width: 1280, height: 800 };

type Mailing = { slipway: Slipway; mail: Awaited<ReturnType<typeof startMailServer>> };

/** A server of its own, that talks much and has a mail server: people come and go here. */
export const test = base.extend<{ owner: Page }, { mailing: Mailing }>({
  mailing: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures a fixture needs from this pattern
    async ({}, use) => {
      const mail = await startMailServer();
      const slipway = await startSlipway({
        ...WITH_OWNER,
        SMTP_URL: mail.url,
        MAIL_FROM: 'slipway@example.com',
        LOG_LEVEL: 'debug',
      });
      await use({ slipway, mail });
      await slipway.remove();
      await mail.close();
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  owner: async ({ page, mailing }, use) => {
    await signIn(page, mailing.slipway.url);
    await page.goto(`${mailing.slipway.url}/team`);
    await use(page);
  },
});

export const rowOf = (page: Page, name: string): Locator =>
  page.getByRole('table', { name: 'Members' }).getByRole('row').filter({ hasText: name });

/** @returns the link that is shown. */
export async function invite(page: Page, role: string, email = ''): Promise<string> {
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  await page.getByLabel('Email').fill(email);
  await page.getByRole('radio', { name: role }).click();
  await page.getByRole('button', { name: 'Create invitation' }).click();
  const link = await page.getByLabel('Invitation link').inputValue();
  await page.getByRole('button', { name: 'Done' }).click();
  return link;
}

export async function newPage(browser: Browser): Promise<Page> {
  return (await browser.newContext()).newPage();
}

export async function joinAs(page: Page, link: string, name: string): Promise<void> {
  await page.goto(link);
  await page.getByLabel('Your name').fill(name);
  const email = page.getByLabel('Email');
  if (await email.isEditable()) await email.fill(`${name.toLowerCase()}@example.com`);
  await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Create account and join' }).click();
  await page.waitForURL('**/exports');
}

export const userMenu = (page: Page) => page.getByRole('button', { name: /My team|Rockets/ });
