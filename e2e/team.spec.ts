import { findViolations } from './axe.ts';
import { examine } from './examine.ts';
import { expect, signIn } from './slipway.ts';
import { invite, joinAs, newPage, PASSWORD, rowOf, test, userMenu, WIDE } from './team.ts';

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
  expect(await findViolations(owner, { except: ['region'] })).toEqual([]);
  await owner.getByRole('menuitem', { name: 'New team' }).click();
  await expect(owner.getByRole('dialog').getByLabel('Team name')).toBeFocused();
  await examine(owner, 'new team');
});
