import { OPERATIONS } from '#lib/operations/registry.ts';
import { examine } from './examine.ts';
import { API_KEY, expect, test } from './slipway.ts';

test('the reference of the API is there for everybody, whole, and from this host alone', async ({
  page,
  slipway,
}) => {
  test.setTimeout(120_000);
  const others: string[] = [];
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (/^https?:$/.test(url.protocol) && url.origin !== slipway.url) others.push(request.url());
  });
  await page.goto(`${slipway.url}/docs/api`);
  await expect(page.getByRole('heading', { name: 'API', level: 1 })).toBeVisible();
  for (const { id, title } of OPERATIONS) {
    await expect(page.getByRole('heading', { name: `${id}: ${title}`, exact: true })).toBeVisible();
  }
  const fields = page.getByRole('table', { name: 'Fields of POST /import/s3' });
  await expect(fields.getByText('secret_access_key', { exact: true })).toBeVisible();
  await expect(
    page.getByRole('table', { name: 'All codes of tasks' }).getByText('TARGET_AUTH_FAILED'),
  ).toBeVisible();
  expect(others).toEqual([]);
  await examine(page, 'the reference of the API');
});

test('its contents lead to a call, whose example is shown for Node as well', async ({
  page,
  slipway,
}) => {
  await page.goto(`${slipway.url}/docs/api`);
  await page
    .getByRole('navigation', { name: 'Contents' })
    .getByRole('link', { name: 'export/sftp' })
    .click();
  await expect(page).toHaveURL(/#createExportSftp$/);
  const call = page.getByRole('region', { name: 'export/sftp: SFTP' });
  await expect(call.getByText(`curl '${slipway.url}/v2/export/sftp'`)).toBeVisible();
  await call.getByRole('tab', { name: 'Node' }).click();
  await expect(call.getByText(`fetch('${slipway.url}/v2/export/sftp'`)).toBeVisible();
});

test('the document is served to tools without a key, and once for as long as it stays', async ({
  slipway,
}) => {
  const url = `${slipway.url}/v2/openapi.json`;
  const first = await fetch(url);
  expect(first.status).toBe(200);
  expect(first.headers.get('content-type')).toContain('application/json');
  expect(await first.json()).toMatchObject({ openapi: '3.1.0', info: { title: 'Slipway' } });
  const etag = first.headers.get('etag') ?? '';
  const again = await fetch(url, { headers: { 'if-none-match': etag } });
  expect(again.status).toBe(304);
  // Whatever else is below /v2 wants one.
  expect((await fetch(`${slipway.url}/v2/operations`)).status).toBe(401);
  const withKey = { headers: { authorization: `Bearer ${API_KEY}` } };
  expect((await fetch(`${slipway.url}/v2/operations`, withKey)).status).toBe(200);
});
