import type { Page } from '@playwright/test';
import { openDb } from '#lib/db/open.ts';
import { hashPassword } from '#lib/teams/hash-password.ts';
import { chooseFiles } from './choose-files.ts';
import { chooseWhileHydrating, holdScripts } from './early.ts';
import { examine } from './examine.ts';
import {
  API_KEY,
  api,
  expect,
  type Slipway,
  signIn,
  startSlipway,
  test,
  WITH_OWNER,
} from './slipway.ts';

/** The Slipway that the browser uses, and the one that it has as a connection. */
let near: Slipway;
let far: Slipway;

test.describe.configure({ timeout: 120_000 });

test.beforeAll(async () => {
  // Three starts, one after the other.
  test.setTimeout(180_000);
  near = await startWithViewer({ ...WITH_OWNER, EGRESS_ALLOW: '127.0.0.0/8,::1' });
  far = await startSlipway(WITH_OWNER);
});
test.afterAll(async () => {
  expect(near?.log()).not.toContain(API_KEY);
  await near?.remove();
  await far?.remove();
});
test.beforeEach(({ page }) => signIn(page, near.url));

const VIEWER = { email: 'viewer@example.com', password: 'only looks and never touches' };

/** A Slipway whose team has somebody who may only look. */
async function startWithViewer(env: Record<string, string>): Promise<Slipway> {
  const first = await startSlipway(env);
  await first.stop();
  const db = await openDb({ dataDir: first.dataDir });
  const { teamId } = await db.prisma.membership.findFirstOrThrow();
  const passwordHash = await hashPassword(VIEWER.password);
  const membership = { create: { teamId, role: 'viewer' } };
  await db.prisma.user.create({
    data: { email: VIEWER.email, name: 'Vera', passwordHash, memberships: membership },
  });
  await db.close();
  return first.restart();
}

async function fillIn(page: Page, key: string) {
  await page.getByRole('button', { name: 'Add connection' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Where').selectOption('Another address that speaks the API v2');
  await dialog.getByLabel('Address').fill(`${far.url}/v2`);
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Far away');
  await dialog.getByRole('textbox', { name: 'API key' }).fill(key);
  await dialog.getByRole('button', { name: 'Check and add' }).click();
}

/** Each journey starts with the connection, whichever ran before. */
async function ensureConnection(page: Page) {
  await page.goto(`${near.url}/connections`);
  const row = page.getByRole('row', { name: /Far away/ });
  if ((await row.count()) === 0) await fillIn(page, API_KEY);
  await expect(row).toContainText('Ready');
}

/** Uploads a file in the browser, straight to the other server, and exports it there. */
async function exportThere(page: Page, name: string, text: string): Promise<string> {
  // Chosen before the page's scripts are there, it counts just the same.
  const letScriptsIn = await holdScripts(page);
  await page.goto(`${near.url}/exports/new`, { waitUntil: 'commit' });
  await page.getByLabel('Connection that runs the export').selectOption('Far away');
  letScriptsIn();
  await chooseFiles(page, { name, mimeType: 'text/plain', buffer: Buffer.from(text) });
  await expect(page.getByRole('list', { name: 'Files to export' })).toContainText(name);
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await page.waitForURL(/\/exports\/[0-9a-f-]{36}$/);
  const url = page.getByRole('textbox', { name: `Temporary URL of ${name}` });
  await expect(url).toBeVisible({ timeout: 20_000 });
  return url.inputValue();
}

const taskIdOf = async (page: Page): Promise<string> =>
  (await page.locator('dt', { hasText: 'Task id' }).locator('xpath=../dd').textContent()) ?? '';

/** As the address of its files has it. */
async function connectionId(page: Page): Promise<string | null> {
  await page.goto(`${near.url}/files`);
  await page.getByLabel('Connection', { exact: true }).selectOption('Far away');
  await page.waitForURL(/connection=/);
  return new URL(page.url()).searchParams.get('connection');
}

const look = async (page: Page, where: string) => {
  await examine(page, where);
  await page.setViewportSize({ width: 1280, height: 800 });
};

test('a wrong key is told at its field; the right one shows account and state', async ({
  page,
}) => {
  await page.goto(`${near.url}/connections`);
  await expect(page.getByText('No other connections')).toBeVisible();
  await look(page, 'no connections');
  await fillIn(page, 'not-the-key-of-anybody');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText(/refuses the API key/)).toBeVisible();
  const key = dialog.getByRole('textbox', { name: 'API key' });
  await expect(key).toBeFocused();
  await look(page, 'adding a connection');
  await key.fill(API_KEY);
  await dialog.getByRole('button', { name: 'Check and add' }).click();
  const row = page.getByRole('row', { name: /Far away/ });
  await expect(row).toContainText('Ready');
  await expect(row).toContainText('owner@example.com');
  expect(await page.content()).not.toContain(API_KEY);
  await look(page, 'connections');
  await page.getByRole('button', { name: 'Check Far away' }).click();
  await expect(page.getByText('Far away answers')).toBeVisible();
});

test('another address asks for the key anew', async ({ page }) => {
  await ensureConnection(page);
  await page.getByRole('button', { name: 'Change Far away' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText(/The stored key ends with cdef/)).toBeVisible();
  await dialog.getByLabel('Where').selectOption('CloudConvert sandbox');
  await dialog.getByRole('button', { name: 'Check and save' }).click();
  await expect(dialog.getByText('Another address: enter the API key anew.')).toBeVisible();
});

test('a viewer sees how connections fare, and has nothing to press', async ({ page }) => {
  await ensureConnection(page);
  await page.context().clearCookies();
  await signIn(page, near.url, VIEWER);
  await page.goto(`${near.url}/connections`);
  await expect(page.getByRole('row', { name: /Far away/ })).toContainText('Ready');
  await expect(page.getByRole('table').getByRole('button')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Add connection' })).toHaveCount(0);
  await look(page, 'connections for a viewer');
});

test('an upload goes straight there, and so does its export', async ({ page }) => {
  await ensureConnection(page);
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().includes('/uploads/'))
      sent.push(new URL(request.url()).origin);
  });
  const url = await exportThere(page, 'first.txt', 'bytes that went far');
  expect(sent).toEqual([far.url]);
  expect(new URL(url).origin).toBe(far.url);
  expect(await (await fetch(url)).text()).toBe('bytes that went far');
  await look(page, 'an export of a connection');

  // Deleted here, the link dies there.
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByRole('button', { name: 'Delete export' }).click();
  await page.waitForURL(/\/exports$/);
  expect((await fetch(url)).status).toBe(410);
});

test('its files are listed, searched, picked, and kept apart from our own', async ({ page }) => {
  await ensureConnection(page);
  const { data } = await api(far, 'POST', '/v2/import/raw', { file: 'x', filename: 'theirs.txt' });
  await api(far, 'GET', `/sync/v2/tasks/${data.id}`);
  await page.goto(`${near.url}/files`);
  await expect(page.getByText('theirs.txt')).toHaveCount(0);
  await page.getByLabel('Connection', { exact: true }).selectOption('Far away');
  await expect(page.getByText('theirs.txt').first()).toBeVisible();
  await page.getByRole('searchbox', { name: 'Search files by name' }).fill('THEIRS');
  await expect(page.getByText(/Searched the names of/)).toBeVisible();
  await expect(page.getByText('theirs.txt').first()).toBeVisible();
  await look(page, 'files of a connection');
  await page.getByRole('checkbox', { name: 'Select theirs.txt' }).first().check();
  await page.getByRole('link', { name: 'Export 1 file' }).click();
  const chosen = page.getByRole('list', { name: 'Files to export' });
  await expect(chosen).toContainText('theirs.txt');
  await page.getByLabel('Connection that runs the export').selectOption('Built-in engine');
  await expect(page.getByText('1 file added to Far away stays there')).toBeVisible();
  await expect(chosen).toHaveCount(0);
  await look(page, 'new export with connections');
  await page.getByLabel('Connection that runs the export').selectOption('Far away');
  await expect(chosen).toContainText('theirs.txt');
});

test('a connection that is chosen while the page comes to life counts', async ({ page }) => {
  await ensureConnection(page);
  await chooseWhileHydrating(page, 'Connection');
  await page.goto(`${near.url}/files`);
  await page.waitForURL(/connection=/);
  await expect(page.getByLabel('Connection', { exact: true })).not.toHaveValue('builtin');
});

test('cancel, run again, and what was deleted there', async ({ page }) => {
  await ensureConnection(page);
  const { data } = await api(far, 'POST', '/v2/import/upload', {});
  const connection = await connectionId(page);
  await page.goto(`${near.url}/exports/new?connection=${connection}&files=${data.id}`);
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await page.waitForURL(/\/exports\/[0-9a-f-]{36}$/);
  const waiting = await taskIdOf(page);
  await page.getByRole('button', { name: 'Cancel export' }).click();
  await expect(page.getByText('The task was cancelled.')).toBeVisible();
  expect((await api(far, 'GET', `/v2/tasks/${waiting}`)).data.code).toBe('CANCELLED');

  await exportThere(page, 'again.txt', 'x');
  const first = page.url();
  await page.getByRole('button', { name: 'Run again', exact: true }).click();
  await page.waitForURL((to) => to.href !== first && /\/exports\/[0-9a-f-]{36}$/.test(to.href));
  await expect(page.getByRole('heading', { name: '1 temporary URL' })).toBeVisible({
    timeout: 20_000,
  });
  await api(far, 'DELETE', `/v2/tasks/${await taskIdOf(page)}`);
  await expect(async () => {
    await page.reload();
    await expect(page.getByText('The task is no longer there')).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 20_000 });
  await expect(page.getByRole('list', { name: 'Temporary URLs' })).toContainText('again.txt');
});

test('the other server goes: pages still work and say so; deleted, its history stays', async ({
  page,
}) => {
  await ensureConnection(page);
  await exportThere(page, 'last.txt', 'x');
  const last = page.url();
  // One that has not ended when the server goes.
  const { data } = await api(far, 'POST', '/v2/import/upload', {});
  const connection = await connectionId(page);
  await page.goto(`${near.url}/exports/new?connection=${connection}&files=${data.id}`);
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await page.waitForURL(/\/exports\/[0-9a-f-]{36}$/);
  const open = page.url();
  await far.stop();
  await expect(page.getByText(/“Far away” cannot be reached/)).toBeVisible({ timeout: 20_000 });
  await expect(async () => {
    await page.goto(last);
    await expect(page.getByText(/“Far away” cannot be reached/)).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 20_000 });
  await expect(page.getByRole('list', { name: 'Temporary URLs' })).toContainText('last.txt');
  await look(page, 'an export of a connection that is down');
  await page.goto(`${near.url}/exports`);
  await expect(page.getByText(/“Far away” cannot be reached/).first()).toBeVisible();
  await expect(page.getByRole('link', { name: 'last.txt' })).toBeVisible();
  await page.goto(`${near.url}/files`);
  await page.getByLabel('Connection', { exact: true }).selectOption('Far away');
  await expect(page.getByText(/Its files cannot be listed now/)).toBeVisible();
  await page.goto(`${near.url}/connections`);
  await expect(page.getByRole('row', { name: /Far away/ })).toContainText('Not usable');
  await look(page, 'a connection that is down');

  await page.getByRole('button', { name: 'Delete Far away' }).click();
  await expect(page.getByRole('alertdialog')).toContainText(/Used by \d+ exports?/);
  await page.getByRole('button', { name: 'Delete connection' }).click();
  await expect(page.getByText('No other connections')).toBeVisible();
  await page.goto(open);
  await expect(page.getByText(/was deleted before the export ended/)).toBeVisible();
  await page.goto(last);
  await expect(page.getByText('The connection Far away has been deleted.')).toBeVisible();
  await expect(page.getByRole('list', { name: 'Temporary URLs' })).toContainText('last.txt');
});
