import AxeBuilder from '@axe-core/playwright';
import type { Browser, Locator, Page } from '@playwright/test';
import { startMailServer } from '../lib/teams/test-mail.ts';
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

const PASSWORD = 'a password of somebody new';
/** After a look at a narrow page: wide enough for the rail. */
const WIDE = { width: 1280, height: 800 };

type Mailing = { slipway: Slipway; mail: Awaited<ReturnType<typeof startMailServer>> };

/** A server of its own, that talks much and has a mail server: people come and go here. */
const test = base.extend<{ owner: Page }, { mailing: Mailing }>({
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

const rowOf = (page: Page, name: string): Locator =>
  page.getByRole('table', { name: 'Members' }).getByRole('row').filter({ hasText: name });

/** @returns the link that is shown. */
async function invite(page: Page, role: string, email = ''): Promise<string> {
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  await page.getByLabel('Email').fill(email);
  await page.getByRole('radio', { name: role }).click();
  await page.getByRole('button', { name: 'Create invitation' }).click();
  const link = await page.getByLabel('Invitation link').inputValue();
  await page.getByRole('button', { name: 'Done' }).click();
  return link;
}

async function newPage(browser: Browser): Promise<Page> {
  return (await browser.newContext()).newPage();
}

async function joinAs(page: Page, link: string, name: string): Promise<void> {
  await page.goto(link);
  await page.getByLabel('Your name').fill(name);
  const email = page.getByLabel('Email');
  if (await email.isEditable()) await email.fill(`${name.toLowerCase()}@example.com`);
  await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Create account and join' }).click();
  await page.waitForURL('**/exports');
}

const userMenu = (page: Page) => page.getByRole('button', { name: /My team|Rockets/ });

test('invite, accept in another browser, change the role, remove: out at once', async ({
  owner,
  browser,
  mailing: { slipway },
}) => {
  const link = await invite(owner, 'operator');
  expect(link).toMatch(new RegExp(`^${slipway.url}/invitation/[\\w-]{43}$`));
  await expect(owner.getByRole('table', { name: 'Open invitations' })).toContainText(
    'Whoever has the link',
  );
  const bob = await newPage(browser);
  await joinAs(bob, link, 'Bob');
  await bob.goto(`${slipway.url}/team`);
  await expect(rowOf(bob, 'Bob')).toContainText('operator');
  await expect(bob.getByRole('button', { name: 'Invite', exact: true })).toHaveCount(0);
  await expect(bob.getByRole('button', { name: /Remove/ })).toHaveCount(0);
  await expect(bob.getByRole('combobox')).toHaveCount(0);

  await owner.reload();
  await expect(owner.getByText('No invitation is open')).toBeVisible();
  await owner.getByRole('combobox', { name: 'Role of Bob' }).click();
  await owner.getByRole('option', { name: /admin/ }).click();
  await expect(owner.getByText('Bob is admin now')).toBeVisible();
  await bob.reload();
  await expect(bob.getByRole('button', { name: 'Invite', exact: true })).toBeVisible();
  await owner.getByRole('button', { name: 'Undo' }).click();
  await expect(owner.getByText('Bob is operator now')).toBeVisible();
  await bob.reload();
  await expect(rowOf(bob, 'Bob')).toContainText('operator');

  await owner.getByRole('button', { name: 'Remove Bob' }).click();
  await owner.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(owner.getByText('Bob is no longer in the team')).toBeVisible();
  await expect(rowOf(owner, 'Bob')).toHaveCount(0);
  expect((await bob.request.get(`${slipway.url}/api/exports`)).status()).toBe(401);
  await bob.reload();
  await expect(bob).toHaveURL(/\/sign-in/);

  // Back by a new invitation: the account is still there, and its password opens it.
  const back = await newPage(browser);
  await back.goto(await invite(owner, 'viewer'));
  await back.getByLabel('Your name').fill('Bob');
  await back.getByLabel('Email').fill('bob@example.com');
  await back.getByRole('textbox', { name: 'Password' }).fill('not his password at all');
  await back.getByRole('button', { name: 'Create account and join' }).click();
  await expect(back.getByText('Enter the password of that account.')).toBeVisible();
  await back.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
  await back.getByRole('button', { name: 'Create account and join' }).click();
  await back.waitForURL('**/sign-in');
  await signIn(back, slipway.url, { email: 'bob@example.com', password: PASSWORD });
  await back.goto(`${slipway.url}/team`);
  await expect(rowOf(back, 'Bob')).toContainText('viewer');
  expect(slipway.log()).not.toContain(link.split('/').at(-1));
});

test('a viewer sees members, and nothing to change', async ({
  owner,
  browser,
  mailing: { slipway },
}) => {
  const page = await newPage(browser);
  await joinAs(page, await invite(owner, 'viewer'), 'Vic');
  await page.goto(`${slipway.url}/team`);
  await expect(rowOf(page, 'owner@example.com')).toContainText('owner');
  await expect(page.getByRole('heading', { name: 'Open invitations' })).toHaveCount(0);
  await expect(page.getByLabel('Team name')).toHaveCount(0);
  await expect(page.getByRole('main').getByRole('button')).toHaveText(['Leave']);
  await examine(page, 'team of a viewer');
  await page.getByRole('button', { name: 'Leave', exact: true }).click();
  await page.getByRole('button', { name: 'Leave team' }).click();
  await expect(page).toHaveURL(/\/sign-in/);
});

test('an e-mail brings the link, which is for its reader only', async ({
  owner,
  browser,
  mailing: { slipway, mail },
}) => {
  await owner.getByRole('button', { name: 'Invite', exact: true }).click();
  await owner.getByLabel('Email').fill('no address');
  await owner.getByRole('button', { name: 'Create invitation' }).click();
  await expect(owner.getByText('An email address has the form name@host.')).toBeVisible();
  await expect(owner.getByLabel('Email')).toBeFocused();
  await owner.getByLabel('Email').fill('Eve@Example.com');
  await owner.getByRole('button', { name: 'Create invitation' }).click();
  await expect(owner.getByText('Sent to eve@example.com.')).toBeVisible();
  await examine(owner, 'a new invitation');
  await owner.getByRole('button', { name: 'Done' }).click();

  const sent = mail.received.find(({ to }) => to.includes('eve@example.com'));
  const text = (sent?.message ?? '').replaceAll('=\r\n', '');
  const link = /http\S+\/invitation\/[\w-]+/.exec(text)?.[0] ?? '';

  // Somebody else who is signed in is told, and may come as another.
  const page = await newPage(browser);
  await signIn(page, slipway.url);
  await page.goto(link);
  await expect(page.getByRole('heading', { name: 'You are in My team already' })).toBeVisible();
  const eve = await newPage(browser);
  await eve.goto(link);
  await expect(eve.getByLabel('Email')).toHaveValue('eve@example.com');
  await examine(eve, 'an invitation for somebody new');
  await joinAs(eve, link, 'Eve');
  await eve.goto(link);
  await expect(eve.getByRole('heading', { name: 'You have joined My team' })).toBeVisible();
  await page.goto(link);
  await expect(page.getByText('This invitation has been used.')).toBeVisible();
  await examine(page, 'a used invitation');
  await page.goto(`${slipway.url}/invitation/rubbish`);
  await expect(page.getByRole('heading', { name: 'This is not an invitation' })).toBeVisible();
});

test('an e-mail that could not be sent leaves the invitation, and says why', async ({ page }) => {
  // Starts a server of its own.
  test.slow();
  const mail = await startMailServer();
  await mail.close();
  const slipway = await startSlipway({ ...WITH_OWNER, SMTP_URL: mail.url });
  try {
    await signIn(page, slipway.url);
    await page.goto(`${slipway.url}/team`);
    await page.getByRole('button', { name: 'Invite', exact: true }).click();
    await page.getByLabel('Email').fill('eve@example.com');
    await page.getByRole('button', { name: 'Create invitation' }).click();
    await expect(page.getByRole('alert').filter({ hasText: 'was not sent' })).toHaveText(
      'The e-mail was not sent. The mail server of SMTP_URL cannot be reached. The invitation stands: pass the link on yourself.',
    );
    const link = await page.getByLabel('Invitation link').inputValue();
    expect(slipway.log()).toContain('an invitation was not mailed');
    expect(slipway.log()).not.toContain(link.split('/').at(-1));
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('button', { name: 'Revoke invitation of eve@example.com' }).click();
    await expect(page.getByText('No invitation is open')).toBeVisible();
    await page.context().clearCookies();
    const answer = await page.goto(link);
    await expect(page.getByText('This invitation has been revoked.')).toBeVisible();
    expect(answer?.headers()['referrer-policy']).toBe('same-origin');
    expect(answer?.headers()['cache-control']).toContain('no-store');
  } finally {
    await slipway.remove();
  }
});

test('another team is a switch away, in all tabs', async ({ owner, mailing: { slipway } }) => {
  const tab = await owner.context().newPage();
  await tab.goto(`${slipway.url}/exports`);
  await expect(userMenu(tab)).toContainText('My team');

  await userMenu(owner).click();
  await owner.getByRole('menuitem', { name: 'New team' }).click();
  await owner.getByRole('button', { name: 'Create team' }).click();
  await expect(owner.getByText('Enter a name for the team.')).toBeVisible();
  await expect(owner.getByRole('dialog').getByLabel('Team name')).toBeFocused();
  await owner.getByRole('dialog').getByLabel('Team name').fill('Rockets');
  await owner.getByRole('button', { name: 'Create team' }).click();
  await expect(owner.getByRole('heading', { name: 'Members of Rockets' })).toBeVisible();
  await expect(rowOf(owner, 'owner@example.com')).toContainText('You');
  await expect(userMenu(tab)).toContainText('Rockets');

  // A last owner stays, and is told what to do.
  await owner.getByRole('button', { name: 'Leave', exact: true }).click();
  await owner.getByRole('button', { name: 'Leave team' }).click();
  await expect(owner.getByText('Make somebody else owner first.')).toBeVisible();

  await owner.getByLabel('Team name').fill('Rockets and more');
  await owner.getByRole('button', { name: 'Rename team' }).click();
  await expect(owner.getByRole('heading', { name: 'Members of Rockets and more' })).toBeVisible();

  await userMenu(owner).click();
  await owner.getByRole('menuitemradio', { name: /My team/ }).click();
  await owner.waitForURL('**/exports');
  await expect(userMenu(owner)).toContainText('My team');
  await expect(userMenu(tab)).toContainText('My team');
});

test('somebody of another team joins with the account they have', async ({
  owner,
  browser,
  mailing: { slipway },
}) => {
  const gus = await newPage(browser);
  await joinAs(gus, await invite(owner, 'viewer'), 'Gus');
  await userMenu(gus).click();
  await gus.getByRole('menuitem', { name: 'New team' }).click();
  await gus.getByRole('dialog').getByLabel('Team name').fill('Rockets of Gus');
  await gus.getByRole('button', { name: 'Create team' }).click();
  await gus.waitForURL('**/team');
  const link = await invite(gus, 'admin');
  const other = await invite(gus, 'viewer', 'somebody@example.com');

  const page = await newPage(browser);
  await page.goto(link);
  await page.getByLabel('Your name').fill('Owner');
  await page.getByLabel('Email').fill(OWNER.email);
  await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Create account and join' }).click();
  await expect(page.getByText('Sign in to it, then join.')).toBeVisible();
  await page.getByRole('link', { name: 'Sign in to join' }).click();
  await page.waitForURL('**/sign-in?*');
  await page.getByLabel('Email').fill(OWNER.email);
  await page.getByRole('textbox', { name: 'Password' }).fill(OWNER.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: 'Join Rockets of Gus' })).toBeVisible();
  await examine(page, 'an invitation for somebody with an account');
  await page.goto(other);
  const elsewhere = page.getByRole('heading', { name: 'This invitation is for somebody else' });
  await expect(elsewhere).toBeVisible();
  await examine(page, 'an invitation for somebody else');
  await page.goto(link);
  await page.getByRole('button', { name: 'Join team' }).click();
  await page.waitForURL('**/exports');
  await page.setViewportSize(WIDE);
  await expect(userMenu(page)).toContainText('Rockets of Gus');
  await page.goto(`${slipway.url}/team`);
  await expect(rowOf(page, OWNER.email)).toContainText('admin');
  await page.goto(other);
  await page.getByRole('button', { name: 'Use another account' }).click();
  await expect(page.getByRole('button', { name: 'Create account and join' })).toBeVisible();
  await expect(page).toHaveURL(other);
});

test('an invitation needs no script', async ({ owner, browser, mailing: { slipway } }) => {
  const link = await invite(owner, 'viewer');
  const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await joinAs(page, link, 'Lyn');
  await page.goto(`${slipway.url}/team`);
  await expect(rowOf(page, 'lyn@example.com')).toContainText('viewer');
});

test('axe finds nothing on the team page, its dialogs and the menu', async ({ owner, browser }) => {
  test.setTimeout(120_000);
  const long = 'Maximiliane-Alexandrina-Theodora-von-und-zu-Langenname';
  await joinAs(await newPage(browser), await invite(owner, 'operator'), long);
  await invite(
    owner,
    'admin',
    `${long.toLowerCase()}@a-very-long-host-name-of-some-firm.example.com`,
  );
  await owner.reload();
  await examine(owner, 'team');
  await owner.getByRole('combobox', { name: `Role of ${long}` }).click();
  await expect(owner.getByRole('option', { name: /viewer/ })).toBeVisible();
  await examine(owner, 'roles');
  await owner.keyboard.press('Escape');
  await owner.getByRole('button', { name: 'Invite', exact: true }).click();
  await examine(owner, 'invite');
  await owner.keyboard.press('Escape');
  await owner.getByRole('button', { name: `Remove ${long}` }).click();
  await examine(owner, 'remove');
  await owner.keyboard.press('Escape');
  await owner.setViewportSize(WIDE);
  await userMenu(owner).click();
  await expect(owner.getByRole('menuitem', { name: 'New team' })).toBeVisible();
  // A menu floats outside the landmarks, and takes the focus while it is there.
  const { violations } = await new AxeBuilder({ page: owner }).disableRules('region').analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await owner.getByRole('menuitem', { name: 'New team' }).click();
  await expect(owner.getByRole('dialog').getByLabel('Team name')).toBeFocused();
  await examine(owner, 'new team');
});
