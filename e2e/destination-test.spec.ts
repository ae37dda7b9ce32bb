import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { chooseFiles } from './choose-files.ts';
import { examine } from './examine.ts';
import { personOf, startWithPeople } from './people.ts';
import { expect, OWNER, type Slipway, signIn, test } from './slipway.ts';
import { openRun } from './targets/run.ts';
import { changeHostKey, type Sshd, startSshd } from './targets/sshd.ts';

/** Testing a destination, and what becomes of it when its server shows another host key. */

let run: Awaited<ReturnType<typeof openRun>>;
let sshd: Sshd;
/** Of the host key that the server has now. */
let fingerprint: string;
let harbour: Slipway;
test.beforeAll(async () => {
  test.setTimeout(180_000);
  run = await openRun();
  sshd = await startSshd(run);
  fingerprint = sshd.fingerprint;
  harbour = await startWithPeople(['admin', 'operator']);
});
test.afterAll(async () => {
  await harbour?.remove();
  await run?.stop();
});

const box = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const steps = (page: Page) => page.getByRole('region', { name: 'Test', exact: true });
const step = (page: Page, title: string) =>
  steps(page).getByRole('listitem').filter({ hasText: title });
const address = () => `${sshd.host}:${sshd.port}`;

/** What signs in, right and wrong: only as root the server of the tests knows a password. */
function access(): { label: string; right: string; wrong: string; refused: RegExp } {
  const { password, keys, unknownKey } = sshd;
  return password === undefined
    ? {
        label: 'Private key',
        right: keys.ed25519,
        wrong: unknownKey,
        refused: /refused the private key .* check the user name too/,
      }
    : {
        label: 'Password',
        right: password,
        wrong: 'not the right one',
        refused: /refused the password .* Check the user name and the password/,
      };
}

/** Fills in a new destination that delivers into a folder of its own. */
async function fillIn(page: Page, name: string, secret: string) {
  await page.goto(`${harbour.url}/destinations/new`);
  await page
    .getByRole('radiogroup', { name: 'Operation' })
    .getByRole('radio', { name: 'SFTP', exact: true })
    .click();
  await box(page, 'Name').fill(name);
  await box(page, 'Host').fill(sshd.host);
  await button(page, 'More options').click();
  await page.getByLabel('Port', { exact: true }).fill(`${sshd.port}`);
  await box(page, 'User name').fill(sshd.username);
  await page.getByRole('radio', { name: access().label, exact: true }).click();
  await box(page, access().label).fill(secret);
  await page.getByRole('radio', { name: 'Folder', exact: true }).click();
  await box(page, 'Folder').fill(folderOf(name));
}

const folderOf = (name: string) => `${sshd.folders.upload}/${name.toLowerCase()}`;
const filesOf = (name: string) => readdir(path.join(sshd.root, folderOf(name)));

async function save(page: Page): Promise<string> {
  await button(page, 'Save destination').click();
  await page.waitForURL(/\/destinations\/[0-9a-f-]{36}$/);
  return page.url();
}

/** @param trusted the fingerprint that is typed in. */
async function make(page: Page, name: string, trusted?: string): Promise<string> {
  await fillIn(page, name, access().right);
  if (trusted) await box(page, 'Host key fingerprint').fill(trusted);
  return save(page);
}

async function passTest(page: Page) {
  await button(page, 'Test').click();
  await expect(steps(page).getByRole('status')).toHaveText(/^The test passed in/, {
    timeout: 30_000,
  });
}

/** Exports with a destination, from its own page. */
async function exportWith(page: Page, destination: string, name: string) {
  await page.goto(destination);
  await page.getByRole('link', { name: 'Export with it' }).click();
  await chooseFiles(page, {
    name,
    mimeType: 'text/plain',
    buffer: Buffer.from(`bytes of ${name}`),
  });
  await expect(button(page, `Remove ${name}`)).toBeVisible();
  await button(page, 'Export').click();
  await page.waitForURL(/\/exports\/[0-9a-f-]{36}$/);
}

const delivered = (page: Page) =>
  expect(page.getByRole('heading', { name: '1 file delivered' })).toBeVisible({ timeout: 30_000 });

test('a test leads to what is wrong, and the key that it shows is trusted', async ({ page }) => {
  test.setTimeout(120_000);
  const { label, right, wrong, refused } = access();
  await signIn(page, harbour.url, personOf('admin'));
  await fillIn(page, 'Ledger', wrong);
  await button(page, 'Test').click();
  await expect(steps(page).getByRole('status')).toHaveText(/^The test failed at “Sign in”/);
  await expect(step(page, 'Look at the host key')).toContainText('Passed');
  await expect(step(page, 'Sign in')).toContainText('Failed');
  await expect(step(page, 'Write a temporary file')).toContainText('Not tried');
  await expect(box(page, label)).toBeFocused();
  await expect(box(page, label)).toHaveAccessibleDescription(refused);

  await box(page, 'Name').focus();
  await button(page, `Go to ${label}`).click();
  await expect(box(page, label)).toBeFocused();
  await box(page, label).fill(right);
  await passTest(page);
  await expect(step(page, 'Remove the file')).toContainText('Passed');
  await expect(box(page, label)).not.toHaveAttribute('aria-invalid', 'true');
  const main = page.getByRole('main');
  await expect(main).toContainText(`The host key of ${address()} is not trusted yet.`);
  await expect(main.getByText('Shown now, ssh-ed25519')).toBeVisible();
  await expect(main.getByRole('definition').getByText(fingerprint)).toBeVisible();
  await examine(page, 'a test that passed');

  await button(page, 'Trust this key').click();
  await expect(main).toContainText(`${address()} shows the host key that is trusted.`);
  const destination = await save(page);
  await expect(box(page, 'Host key fingerprint')).toHaveValue(fingerprint);

  await exportWith(page, destination, 'ledger.txt');
  await delivered(page);
  expect(await filesOf('Ledger')).toEqual(['ledger.txt']);
  const file = path.join(sshd.root, folderOf('Ledger'), 'ledger.txt');
  expect(await readFile(file, 'utf8')).toBe('bytes of ledger.txt');
});

test('another host key stops deliveries until somebody who may trusts it', async ({
  page,
  browser,
}) => {
  test.setTimeout(180_000);
  await signIn(page, harbour.url, OWNER);
  const destination = await make(page, 'Payroll', fingerprint);
  await passTest(page);
  await expect(page.getByRole('main')).toContainText('shows the host key that is trusted.');
  await exportWith(page, destination, 'before.txt');
  await delivered(page);

  const before = fingerprint;
  fingerprint = await changeHostKey(run, sshd);
  await exportWith(page, destination, 'after.txt');
  await expect(page.getByText('HOST_KEY_MISMATCH').first()).toBeVisible({ timeout: 30_000 });
  expect(await filesOf('Payroll')).toEqual(['before.txt']);
  const stopped = page.url();
  await examine(page, 'an export that a host key stopped');
  await page.getByRole('link', { name: 'Compare both keys' }).click();
  await page.waitForURL(destination);

  const context = await browser.newContext();
  const operator = await context.newPage();
  await signIn(operator, harbour.url, personOf('operator'));
  for (const each of [page, operator]) {
    await each.goto(`${harbour.url}/destinations`);
    await expect(each.getByRole('row', { name: /Payroll/ })).toContainText('Other host key');
    await each.goto(destination);
    const main = each.getByRole('main');
    await expect(main).toContainText(`${address()} shows another host key than the trusted one.`);
    const keys = main.getByRole('definition');
    await expect(keys.getByText(before).first()).toBeVisible();
    await expect(keys.getByText(fingerprint)).toBeVisible();
  }
  await expect(operator.getByText('Ask an owner or admin of the team to trust it.')).toBeVisible();
  await expect(button(operator, 'Trust this key')).toHaveCount(0);
  await examine(operator, 'another host key, as an operator');
  await context.close();

  await button(page, 'Test').click();
  await expect(step(page, 'Look at the host key')).toContainText('Failed');
  await expect(box(page, 'Host key fingerprint')).toBeFocused();
  await expect(box(page, 'Host key fingerprint')).toHaveAccessibleDescription(/another host key/);
  await expect(page.getByRole('link', { name: 'Compare both keys' })).toBeVisible();
  await examine(page, 'another host key, as an owner');
  await button(page, 'Trust this key').click();
  await page
    .getByRole('alertdialog', { name: 'Trust this host key?' })
    .getByRole('button', { name: 'Trust it' })
    .click();
  await expect(button(page, 'Trust this key')).toHaveCount(0);
  await expect(box(page, 'Host key fingerprint')).toHaveValue(fingerprint);
  // That test was stopped by a key that is trusted now.
  await expect(page.getByRole('main').getByText('Not tested')).toBeVisible();

  await page.goto(stopped);
  await button(page, 'Run again').click();
  await page.waitForURL((url) => url.href !== stopped && url.pathname.startsWith('/exports/'));
  await delivered(page);
  expect((await filesOf('Payroll')).sort()).toEqual(['after.txt', 'before.txt']);
});

test('an export that stopped at what its destination sets leads there', async ({ page }) => {
  test.setTimeout(120_000);
  const { label, right, wrong } = access();
  await signIn(page, harbour.url, OWNER);
  await fillIn(page, 'Ferry', wrong);
  const destination = await save(page);
  await exportWith(page, destination, 'boat.txt');
  const stopped = page.url();
  const words = `The destination “Ferry” sets ${label}. Change it there, then run this again.`;
  await expect(page.getByRole('main')).toContainText(words, { timeout: 30_000 });
  await expect(page.getByRole('link', { name: /^Fix/ })).toHaveCount(0);
  await examine(page, 'an export that stopped at what its destination sets');

  await page.getByRole('link', { name: 'Open Ferry' }).click();
  await page.waitForURL(destination);
  await button(page, `Replace ${label.toLowerCase()}`).click();
  await box(page, label).fill(right);
  await button(page, 'Save changes').click();
  await expect(button(page, `Replace ${label.toLowerCase()}`)).toBeVisible();

  await page.goto(stopped);
  await button(page, 'Run again').click();
  await page.waitForURL((url) => url.href !== stopped && url.pathname.startsWith('/exports/'));
  await delivered(page);
  expect(await filesOf('Ferry')).toEqual(['boat.txt']);
});

test('what was never tested says so, as does what was changed since', async ({ page }) => {
  await signIn(page, harbour.url, OWNER);
  const destination = await make(page, 'Drafts');
  const row = page.getByRole('row', { name: /Drafts/ });
  const list = `${harbour.url}/destinations`;
  await page.goto(list);
  await expect(row).toContainText('Not tested');

  await page.goto(destination);
  const state = page.getByRole('region', { name: 'State' });
  await expect(state).toContainText('Not tested');
  await passTest(page);
  await expect(state).toContainText('Test passed');
  await page.goto(list);
  await expect(row).toContainText('Test passed');

  // What a test does not depend on leaves it as it is.
  await page.goto(destination);
  await box(page, 'Notes').fill('Emptied on Fridays.');
  await button(page, 'Save changes').click();
  await expect(page.getByText(/Changed: .*Notes/)).toBeVisible();
  await expect(state).toContainText('Test passed');

  await box(page, 'Folder').fill(`${sshd.folders.upload}/elsewhere`);
  await button(page, 'Save changes').click();
  await expect(page.getByText(/Changed: .*Folder/)).toBeVisible();
  await page.goto(list);
  await expect(row).toContainText('Not tested');
  await expect(row).not.toContainText('Test passed');
});
