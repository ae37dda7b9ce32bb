import type { Page } from '@playwright/test';
import { chooseFiles } from './choose-files.ts';
import { examine } from './examine.ts';
import { personOf, startWithPeople } from './people.ts';
import { type PutServer, startPutServer } from './put-server.ts';
import { test as base, expect, OWNER, type Slipway, signIn } from './slipway.ts';

const OPERATOR = personOf('operator');
const VIEWER = personOf('viewer');
const SIGNATURE = 'marked-signature-0123456789';
const HEADER = 'marked-header-0123456789';

const test = base.extend<object, { harbour: Slipway; target: PutServer }>({
  harbour: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures a fixture needs from this pattern
    async ({}, use) => {
      const slipway = await startWithPeople(['operator', 'viewer']);
      await use(slipway);
      await slipway.remove();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  target: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures a fixture needs from this pattern
    async ({}, use) => {
      const server = await startPutServer();
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],
});

const operation = (page: Page, name: string) =>
  page.getByRole('radiogroup', { name: 'Operation' }).getByRole('radio', { name, exact: true });
const box = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });

/** Makes a destination of the team that PUTs to an address. */
async function savePut(page: Page, slipway: Slipway, name: string, url: string): Promise<string> {
  await page.goto(`${slipway.url}/destinations/new`);
  await operation(page, 'HTTP PUT').click();
  await box(page, 'Name').fill(name);
  await box(page, 'URL').fill(url);
  await page.getByRole('button', { name: 'Save destination' }).click();
  await page.waitForURL(/\/destinations\/[0-9a-f-]{36}$/);
  return page.url();
}

async function chooseFile(page: Page, name: string) {
  await chooseFiles(page, {
    name,
    mimeType: 'text/plain',
    buffer: Buffer.from(`bytes of ${name}`),
  });
  await expect(page.getByRole('button', { name: `Remove ${name}` })).toBeVisible();
}

const send = async (page: Page) => {
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await page.waitForURL(/\/exports\/[0-9a-f-]{36}$/);
};

test('an owner saves a place, an operator exports with it, and its keys reach no browser again', async ({
  page,
  browser,
  harbour,
  target,
}) => {
  test.setTimeout(120_000);
  await signIn(page, harbour.url, OWNER);
  await page.goto(`${harbour.url}/destinations`);
  await expect(page.getByText('No destinations yet')).toBeVisible();
  await examine(page, 'no destinations');

  await page.getByRole('link', { name: 'New destination' }).first().click();
  await operation(page, 'HTTP PUT').click();
  await page.getByRole('button', { name: 'Save destination' }).click();
  await expect(box(page, 'URL')).toBeFocused();
  await box(page, 'URL').fill(`${target.url}/ok/report.txt?sig=${SIGNATURE}`);
  await page.getByRole('button', { name: 'Save destination' }).click();
  await expect(page.getByText('Give the destination a name.')).toBeVisible();
  await box(page, 'Name').fill('Customer portal');
  await page.getByRole('button', { name: 'More options' }).click();
  await page.getByRole('button', { name: 'Add header' }).click();
  await page.getByRole('textbox', { name: /header 1/i }).fill('x-key');
  await page.getByRole('textbox', { name: /value 1/i }).fill(HEADER);
  await examine(page, 'a new destination');
  await page.getByRole('button', { name: 'Save destination' }).click();
  await page.waitForURL(/\/destinations\/[0-9a-f-]{36}$/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Customer portal');
  await expect(page.getByRole('button', { name: 'Replace url' })).toBeVisible();
  await expect(page.getByText(`by ${OWNER.email}`).first()).toBeVisible();
  await examine(page, 'a destination');

  const other = await browser.newContext();
  const operator = await other.newPage();
  const bodies: Promise<string>[] = [];
  operator.on('response', (response) => {
    bodies.push(
      response.text().catch(() => ''),
      Promise.resolve(`${response.url()} ${JSON.stringify(response.headers())}`),
    );
  });
  await signIn(operator, harbour.url, OPERATOR);
  await operator.getByRole('link', { name: 'Destinations' }).click();
  await operator.getByRole('link', { name: 'Customer portal' }).click();
  await expect(operator.getByText('Stored, shown to nobody').first()).toBeVisible();
  await expect(operator.getByRole('button', { name: /Save|Delete|copy|Test/ })).toHaveCount(0);
  await operator.getByRole('link', { name: 'Export with it' }).click();
  await expect(operator.getByRole('checkbox', { name: /Customer portal/ })).toBeChecked();
  await chooseFile(operator, 'report.txt');
  await examine(operator, 'an export with a destination');
  await send(operator);
  await expect(operator.getByRole('heading', { name: '1 file delivered' })).toBeVisible();
  await expect(operator.getByRole('link', { name: 'Customer portal' })).toBeVisible();
  const put = target.puts.find(({ url }) => url.startsWith('/ok/report.txt'));
  expect(put?.url).toBe(`/ok/report.txt?sig=${SIGNATURE}`);
  expect(put?.headers['x-key']).toBe(HEADER);
  await operator.goto(`${harbour.url}/exports`);
  await expect(operator.getByRole('row', { name: /report\.txt.*Customer portal/ })).toBeVisible();
  const received = (await Promise.all(bodies)).join('\n');
  expect(received.length).toBeGreaterThan(10_000);
  expect(received).not.toContain(SIGNATURE);
  expect(received).not.toContain(HEADER);
  expect(harbour.log()).not.toContain(SIGNATURE);
  await other.close();

  // The owner's browser does not get them again either.
  const [again] = await Promise.all([page.waitForEvent('response'), page.reload()]);
  expect(again.ok()).toBe(true);
  expect(await page.content()).not.toContain('marked-');
});

test('a viewer sees destinations and can do nothing with them', async ({
  page,
  browser,
  harbour,
  target,
}) => {
  await signIn(page, harbour.url, OWNER);
  const address = await savePut(page, harbour, 'Archive', `${target.url}/ok/a?sig=${SIGNATURE}`);
  const context = await browser.newContext();
  const viewer = await context.newPage();
  await signIn(viewer, harbour.url, VIEWER);
  await viewer.goto(`${harbour.url}/destinations`);
  await expect(viewer.getByRole('link', { name: 'Archive' })).toBeVisible();
  await expect(viewer.getByRole('link', { name: 'New destination' })).toHaveCount(0);
  await examine(viewer, 'destinations, as a viewer');
  await viewer.goto(address);
  await expect(viewer.getByRole('heading', { level: 1 })).toHaveText('Archive');
  await expect(viewer.locator('main').getByRole('button')).toHaveCount(0);
  await expect(viewer.getByRole('link', { name: 'Export with it' })).toHaveCount(0);
  await examine(viewer, 'a destination, as a viewer');
  await viewer.goto(`${harbour.url}/destinations/new`);
  await expect(viewer.getByText('not make them')).toBeVisible();
  const answer = await viewer.request.get(`${harbour.url}/api/destinations`);
  expect(answer.status()).toBe(403);
  await context.close();
});

test('stored secrets are asked for anew when the place changes, each by itself', async ({
  page,
  harbour,
}) => {
  await signIn(page, harbour.url, OWNER);
  await page.goto(`${harbour.url}/destinations/new`);
  await operation(page, 'SFTP').click();
  await box(page, 'Name').fill('Reports server');
  await box(page, 'Host').fill('files.example.com');
  await box(page, 'User name').fill('deploy');
  await box(page, 'Password').fill('marked-password');
  await page.getByRole('button', { name: 'Save destination' }).click();
  await page.waitForURL(/\/destinations\/[0-9a-f-]{36}$/);

  await box(page, 'Name').fill('Reports');
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Reports');

  await box(page, 'Host').fill('elsewhere.example.com');
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByText('has to be given anew')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Replace password' })).toBeFocused();
  await examine(page, 'a secret to be given anew');
  await page.getByRole('button', { name: 'Replace password' }).click();
  await box(page, 'Password').fill('another');
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByText('deploy@elsewhere.example.com')).toBeVisible();
  await expect(page.getByText(/Changed: .*Host.*Password/)).toBeVisible();

  await page.getByRole('button', { name: 'Make a copy' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Reports (copy)');
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(page.getByText('No export was made with it.')).toBeVisible();
  await page.getByRole('button', { name: 'Delete destination' }).click();
  await page.waitForURL(/\/destinations$/);
  await expect(page.getByRole('link', { name: 'Reports (copy)' })).toHaveCount(0);
  await page.getByRole('searchbox', { name: 'Search destinations' }).fill('elsewhere');
  await expect(page.getByRole('row')).toHaveCount(2);
  await expect(page.getByRole('link', { name: 'Reports', exact: true })).toBeVisible();
});

test('several places in one submission, each an export of its own', async ({
  page,
  harbour,
  target,
}) => {
  await signIn(page, harbour.url, OWNER);
  await savePut(page, harbour, 'First place', `${target.url}/ok/first?sig=${SIGNATURE}`);
  await savePut(page, harbour, 'Second place', `${target.url}/denied/second?sig=${SIGNATURE}`);
  await page.goto(`${harbour.url}/exports/new`);
  await chooseFile(page, 'both.txt');
  await page.getByRole('checkbox', { name: /First place/ }).click();
  await page.getByRole('checkbox', { name: /Second place/ }).click();
  await page.getByRole('switch', { name: /somewhere else/ }).click();
  await operation(page, 'Temporary URL').click();
  await examine(page, 'several destinations at once');
  await send(page);
  const together = page.locator('dt:has-text("Submitted together with") + dd');
  await expect(together.getByRole('link')).toHaveText(['Second place', 'Temporary URL']);
  await expect(page.getByRole('heading', { name: '1 file delivered' })).toBeVisible();
  await together.getByRole('link', { name: 'Second place' }).click();
  await expect(page.getByText('TARGET_DENIED').first()).toBeVisible();
  expect(target.puts.filter(({ url }) => url.startsWith('/ok/first'))).toHaveLength(1);
});

test('what was filled in is saved as a destination, with open fields and a fence', async ({
  page,
  harbour,
}) => {
  await signIn(page, harbour.url, OWNER);
  await page.goto(`${harbour.url}/exports/new`);
  await operation(page, 'Amazon S3').click();
  await box(page, 'Bucket').fill('harbour');
  await page.getByRole('combobox', { name: 'Region' }).fill('eu-central-1');
  await page.keyboard.press('Escape');
  await box(page, 'Access key ID').fill('AKIAIOSFODNN7EXAMPLE');
  await box(page, 'Secret access key').fill('marked-s3');
  await page.getByRole('button', { name: 'Save as destination' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Harbour bucket');
  await dialog.getByRole('button', { name: 'Save destination' }).click();
  await expect(page.getByText('“Harbour bucket” saved as a destination')).toBeVisible();

  await page.goto(`${harbour.url}/destinations`);
  await page.getByRole('link', { name: 'Harbour bucket' }).click();
  await box(page, 'Prefix').fill('in/{yyyy}/');
  await box(page, 'Allowed prefix').fill('in/');
  await page.getByRole('button', { name: /Left open/ }).click();
  await page.getByRole('checkbox', { name: 'Key', exact: true }).click();
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByText(/Changed: .*Allowed prefix/)).toBeVisible();

  await page.getByRole('link', { name: 'Export with it' }).click();
  await chooseFile(page, 'a.txt');
  const form = page.getByRole('form', { name: 'Options of Harbour bucket' });
  const year = new Date().getUTCFullYear();
  await expect(form.getByText(`in/${year}/a.txt`)).toBeVisible();
  await expect(page.getByText('…MPLE')).toBeVisible();
  await form.getByRole('radio', { name: 'Exact name' }).click();
  await form.getByRole('textbox', { name: 'Key' }).fill('../../out.txt');
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await expect(form.getByText(/Names have to begin with “in\/”/)).toBeVisible();
  await examine(page, 'a name outside of the fence');
});

test('destinations go to another Slipway in a file, sealed under a passphrase', async ({
  page,
  harbour,
  target,
}) => {
  await signIn(page, harbour.url, OWNER);
  await savePut(page, harbour, 'To be moved', `${target.url}/ok/moved?sig=${SIGNATURE}`);
  await page.goto(`${harbour.url}/destinations`);
  await page.getByRole('button', { name: 'To a file' }).click();
  await box(page, 'Passphrase').fill('too short');
  await page.getByRole('button', { name: 'Save file' }).click();
  await expect(page.getByText('A passphrase has at least 12 characters.')).toBeVisible();
  await box(page, 'Passphrase').fill('four words and more');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save file' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('destinations.sealed.json');
  const file = await download.path();
  await page.getByRole('button', { name: 'From a file' }).click();
  await page.getByLabel('File', { exact: true }).setInputFiles(file);
  await box(page, 'Passphrase').fill('another one entirely');
  await page.getByRole('button', { name: 'Make destinations' }).click();
  await expect(page.getByText('This passphrase does not open the file')).toBeVisible();
  await box(page, 'Passphrase').fill('four words and more');
  await page.getByRole('button', { name: 'Make destinations' }).click();
  await expect(page.getByText(/\d destinations? made\./)).toBeVisible();
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('link', { name: 'To be moved' })).toHaveCount(2);
});
