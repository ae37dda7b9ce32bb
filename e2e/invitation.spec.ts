import { startMailServer } from '../lib/teams/test-mail.ts';
import { examine } from './examine.ts';
import { expect, OWNER, signIn, startSlipway, WITH_OWNER } from './slipway.ts';
import { invite, joinAs, newPage, PASSWORD, rowOf, test, userMenu, WIDE } from './team.ts';

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
  await page.getByRole('button', { name: 'Use another account' }).click();
  await expect(page.getByRole('button', { name: 'Create account and join' })).toBeVisible();
  await expect(page).toHaveURL(other);
  await signIn(page, slipway.url);
  await page.goto(link);
  await page.getByRole('button', { name: 'Join team' }).click();
  await page.waitForURL('**/exports');
  await page.setViewportSize(WIDE);
  await expect(userMenu(page)).toContainText('Rockets of Gus');
  await page.goto(`${slipway.url}/team`);
  await expect(rowOf(page, OWNER.email)).toContainText('admin');
});

test('an invitation needs no script', async ({ owner, browser, mailing: { slipway } }) => {
  const link = await invite(owner, 'viewer');
  const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await joinAs(page, link, 'Lyn');
  await page.goto(`${slipway.url}/team`);
  await expect(rowOf(page, 'lyn@example.com')).toContainText('viewer');
});
