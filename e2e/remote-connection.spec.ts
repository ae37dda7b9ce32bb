import type { Page } from '@playwright/test';
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

async function addConnection(page: Page, near: Slipway, far: Slipway, key: string) {
  await page.goto(`${near.url}/connections`);
  await page.getByRole('button', { name: 'Add connection' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Where').selectOption('Another address that speaks the API v2');
  await dialog.getByLabel('Address').fill(`${far.url}/v2`);
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Far away');
  await dialog.getByRole('textbox', { name: 'API key' }).fill(key);
  await dialog.getByRole('button', { name: 'Check and add' }).click();
}

/** Uploads a file in the browser, straight to the other server, and exports it there. */
async function exportThere(page: Page, near: Slipway, name: string, text: string) {
  await page.goto(`${near.url}/exports/new`);
  await page.getByLabel('Connection that runs the export').selectOption('Far away');
  await page
    .getByLabel('Files', { exact: true })
    .setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
  await expect(page.getByRole('list', { name: 'Files to export' })).toContainText(name);
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await page.waitForURL(/\/exports\/[0-9a-f-]{36}$/);
  await expect(page.getByRole('heading', { name: '1 temporary URL' })).toBeVisible({
    timeout: 20_000,
  });
  return page.getByRole('textbox', { name: `Temporary URL of ${name}` }).inputValue();
}

const taskIdOf = async (page: Page): Promise<string> =>
  (await page.getByText('Task id').locator('xpath=following-sibling::dd').textContent()) ?? '';

test('a second Slipway as a connection: everything in the browser works there, and survives it', async ({
  page,
}) => {
  test.setTimeout(240_000);
  const [near, far] = await Promise.all([
    startSlipway({ ...WITH_OWNER, EGRESS_ALLOW: '127.0.0.0/8,::1' }),
    startSlipway(WITH_OWNER),
  ]);
  await signIn(page, near.url);

  await test.step('a wrong key is told at its field', async () => {
    await addConnection(page, near, far, 'not-the-key-of-anybody');
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByText(/refuses the API key/)).toBeVisible();
    await expect(dialog.getByRole('textbox', { name: 'API key' })).toBeFocused();
    await dialog.getByRole('textbox', { name: 'API key' }).fill(API_KEY);
    await dialog.getByRole('button', { name: 'Check and add' }).click();
    const row = page.getByRole('row', { name: /Far away/ });
    await expect(row).toContainText('Ready');
    await expect(row).toContainText('owner@example.com');
    expect(await page.content()).not.toContain(API_KEY);
    await examine(page, 'connections');
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  const url = await test.step('an upload and its export happen there', async () => {
    const sent: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST' && request.url().includes('/uploads/'))
        sent.push(new URL(request.url()).origin);
    });
    const made = await exportThere(page, near, 'first.txt', 'bytes that went far');
    expect(sent).toEqual([far.url]);
    expect(new URL(made).origin).toBe(far.url);
    expect(await (await fetch(made)).text()).toBe('bytes that went far');
    return made;
  });
  const first = page.url();

  await test.step('its files are listed, searched and picked', async () => {
    await page.goto(`${near.url}/files`);
    await expect(page.getByText('first.txt')).toHaveCount(0);
    await page.getByLabel('Connection').selectOption('Far away');
    await expect(page.getByText('first.txt').first()).toBeVisible();
    await page.getByRole('searchbox', { name: 'Search files by name' }).fill('FIRST');
    await expect(page.getByText(/Searched the names of/)).toBeVisible();
    await expect(page.getByText('first.txt').first()).toBeVisible();
    await examine(page, 'files of a connection');
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.getByRole('checkbox', { name: 'Select first.txt' }).first().check();
    await page.getByRole('link', { name: 'Export 1 file' }).click();
    await expect(page.getByLabel('Connection that runs the export')).toHaveValue(/[0-9a-f-]{36}/);
    await expect(page.getByRole('list', { name: 'Files to export' })).toContainText('first.txt');
    await page.getByLabel('Connection that runs the export').selectOption('Built-in engine');
    await expect(page.getByText('1 file added to Far away stays there')).toBeVisible();
    await examine(page, 'new export with connections');
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  await test.step('cancel, run again', async () => {
    const { data } = await api(far, 'POST', '/v2/import/upload', {});
    const connection = new URL(page.url()).searchParams.get('connection');
    await page.goto(`${near.url}/exports/new?connection=${connection}&files=${data.id}`);
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    await page.waitForURL(/\/exports\/[0-9a-f-]{36}$/);
    const taskId = await taskIdOf(page);
    await page.getByRole('button', { name: 'Cancel export' }).click();
    await expect(page.getByText('The task was cancelled.')).toBeVisible();
    expect((await api(far, 'GET', `/v2/tasks/${taskId}`)).data.code).toBe('CANCELLED');
    await page.goto(first);
    await page.getByRole('button', { name: 'Run again', exact: true }).click();
    await page.waitForURL((to) => to.href !== first && /\/exports\/[0-9a-f-]{36}$/.test(to.href));
    await expect(page.getByRole('heading', { name: '1 temporary URL' })).toBeVisible({
      timeout: 20_000,
    });
  });

  await test.step('deleted there: the receipt stays and says so', async () => {
    await api(far, 'DELETE', `/v2/tasks/${await taskIdOf(page)}`);
    await expect(async () => {
      await page.reload();
      await expect(page.getByText('The task is no longer there')).toBeVisible({ timeout: 1_000 });
    }).toPass({ timeout: 20_000 });
    await expect(page.getByRole('list', { name: 'Temporary URLs' })).toContainText('first.txt');
  });

  await test.step('deleted here: the link dies there', async () => {
    await page.goto(first);
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByRole('button', { name: 'Delete export' }).click();
    await page.waitForURL(/\/exports$/);
    expect((await fetch(url)).status).toBe(410);
  });

  await test.step('the other server is gone: pages still work and say so', async () => {
    await exportThere(page, near, 'last.txt', 'x');
    const last = page.url();
    await far.stop();
    await expect(async () => {
      await page.goto(last);
      await expect(page.getByText(/“Far away” cannot be reached/)).toBeVisible({ timeout: 1_000 });
    }).toPass({ timeout: 20_000 });
    await expect(page.getByRole('list', { name: 'Temporary URLs' })).toContainText('last.txt');
    await examine(page, 'an export of a connection that is down');
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.goto(`${near.url}/exports`);
    await expect(page.getByText(/“Far away” cannot be reached/)).toBeVisible();
    await expect(page.getByRole('link', { name: 'last.txt' })).toBeVisible();
    await page.goto(`${near.url}/connections`);
    await expect(page.getByRole('row', { name: /Far away/ })).toContainText('Not usable');
    await page.goto(`${near.url}/files`);
    await page.getByLabel('Connection').selectOption('Far away');
    await expect(page.getByText(/Its files cannot be listed now/)).toBeVisible();
  });

  await test.step('deleted: its exports keep their history', async () => {
    await page.goto(`${near.url}/connections`);
    await page.getByRole('button', { name: 'Delete Far away' }).click();
    await expect(page.getByRole('alertdialog')).toContainText(/Used by \d+ exports/);
    await page.getByRole('button', { name: 'Delete connection' }).click();
    await expect(page.getByText('No other connections')).toBeVisible();
    await page.goto(`${near.url}/exports`);
    await page.getByRole('link', { name: 'last.txt' }).click();
    await expect(page.getByText('The connection Far away has been deleted.')).toBeVisible();
  });

  expect(near.log()).not.toContain(API_KEY);
  await Promise.all([near.remove(), far.remove()]);
});
