import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import CloudConvert from 'cloudconvert';
import { examine } from './examine.ts';
import { api, expect, test } from './slipway.ts';

const JOB = {
  tasks: {
    in: { operation: 'import/raw', file: 'hello', filename: 'hello.txt' },
    out: { operation: 'export/url', input: 'in' },
  },
};

/** Takes events on loopback, and answers with the status that it is set to. */
async function startReceiver() {
  const received: { body: string; headers: IncomingMessage['headers'] }[] = [];
  const receiver = {
    received,
    status: 200,
    url: '',
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk);
    received.push({ body: Buffer.concat(chunks).toString(), headers: req.headers });
    res.writeHead(receiver.status).end(`answered ${receiver.status}`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/in`;
  return receiver;
}

/** What a dialog shows this one time. */
async function readSecret(page: Page, noun: string): Promise<string> {
  const shown = page.getByRole('dialog').getByRole('region', { name: noun });
  await expect(page.getByText('It is shown this one time.')).toBeVisible();
  const secret = (await shown.locator('pre').textContent()) ?? '';
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  return secret;
}

async function makeKey(page: Page, name: string): Promise<string> {
  await page.getByRole('button', { name: 'New API key' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('button', { name: 'Create API key' }).click();
  return readSecret(page, 'API key');
}

test('a key opens the API until it is revoked, and one that reads only reads', async ({
  signedIn: page,
  slipway,
}) => {
  test.setTimeout(120_000);
  const status = async (key: string, method = 'GET', path = 'tasks') => {
    const headers = { authorization: `Bearer ${key}` };
    return (await fetch(`${slipway.url}/v2/${path}`, { method, headers })).status;
  };
  await page.getByRole('link', { name: 'Developers' }).click();
  await expect(page.getByRole('heading', { name: 'Developers' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Base URL' })).toContainText(`${slipway.url}/v2`);

  await page.getByRole('button', { name: 'New API key' }).click();
  await page.getByRole('button', { name: 'Create API key' }).click();
  await expect(page.getByText('Give the key a name')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Name' })).toBeFocused();
  await examine(page, 'new key');
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.keyboard.press('Escape');

  const key = await makeKey(page, 'Nightly');
  expect(await status(key)).toBe(200);
  expect(await status(key, 'POST', 'import/upload')).toBe(201);
  const row = page.getByRole('row', { name: /Nightly/ });
  await expect(row).toContainText('All');

  await page.getByRole('button', { name: 'New API key' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Dashboard');
  await page.getByRole('radio', { name: 'Only read' }).check();
  await page.getByLabel('It expires').selectOption('In 30 days');
  await page.getByRole('button', { name: 'Create API key' }).click();
  const reader = await readSecret(page, 'API key');
  expect(await status(reader)).toBe(200);
  expect(await status(reader, 'POST', 'import/upload')).toBe(403);
  await expect(page.getByRole('row', { name: /Dashboard/ })).toContainText('Read only');
  await examine(page, 'keys');
  await page.setViewportSize({ width: 1280, height: 800 });

  await page.reload();
  await expect(row).not.toContainText('Never used');
  expect(await page.content()).not.toContain(key);
  await page.getByRole('button', { name: 'Revoke Nightly' }).click();
  await page.getByRole('button', { name: 'Revoke', exact: true }).click();
  await expect(page.getByText('API key revoked')).toBeVisible();
  await expect(row).toHaveCount(0);
  expect(await status(key)).toBe(401);
  expect(await status(reader)).toBe(200);
});

test('a webhook is told of a job, the log has request and answer, and it is sent again', async ({
  signedIn: page,
  slipway,
}) => {
  test.setTimeout(180_000);
  const receiver = await startReceiver();
  try {
    await page.goto(`${slipway.url}/developers/webhooks`);
    await examine(page, 'no webhooks');
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.getByRole('button', { name: 'New webhook' }).click();
    await page.getByRole('textbox', { name: 'Address' }).fill('example.com');
    await page.getByRole('button', { name: 'Create webhook' }).click();
    await expect(page.getByText('begins with http:// or https://')).toBeVisible();
    await page.getByRole('textbox', { name: 'Address' }).fill(receiver.url);
    await examine(page, 'new webhook');
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.getByRole('button', { name: 'Create webhook' }).click();
    const secret = await readSecret(page, 'signing secret');

    await page.getByRole('link', { name: receiver.url }).click();
    await expect(page.getByText('Nothing has been sent yet')).toBeVisible();
    const job = await api(slipway, 'POST', '/sync/v2/jobs', JOB);
    await expect.poll(() => receiver.received.length).toBe(1);
    const [event] = receiver.received;
    const signature = String(event?.headers['cloudconvert-signature']);
    const { webhooks } = new CloudConvert('key');
    expect(webhooks.verify(event?.body ?? '', signature, secret)).toBe(true);
    const told = JSON.parse(event?.body ?? '{}');
    expect(told).toMatchObject({ event: 'job.finished', job: { id: job.data.id } });
    expect(told.job.links.self).toMatch(/^http:\/\/localhost:\d+\/v2\/jobs\//);

    // The page looks again by itself.
    const delivered = page.getByRole('row', { name: /job\.finished/ });
    await expect(delivered).toContainText('Delivered', { timeout: 30_000 });
    await examine(page, 'log');
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.getByRole('link', { name: 'job.finished' }).click();
    await expect(page.getByText('answered 200').first()).toBeVisible();
    await expect(page.getByRole('region', { name: 'Headers' })).toContainText(signature);
    await expect(page.getByRole('region', { name: 'Body' })).toContainText(job.data.id);
    await examine(page, 'delivery');
    await page.setViewportSize({ width: 1280, height: 800 });

    receiver.status = 404;
    const first = page.url();
    await page.getByRole('button', { name: 'Send again' }).click();
    await expect.poll(() => page.url()).not.toBe(first);
    await expect(page.getByText('Failed')).toBeVisible();
    await expect(page.getByRole('region', { name: 'Answer of try 1' })).toContainText(
      'answered 404',
    );
    expect(receiver.received[1]?.body).toBe(event?.body);
    await page.getByRole('link', { name: 'All deliveries' }).click();
    await expect(page.getByRole('row', { name: /job\.finished/ })).toHaveCount(2);
    await expect(page.getByText('Failing')).toBeVisible();

    await page.getByRole('button', { name: 'Disable' }).click();
    await expect(page.getByText(/disabled it\./)).toBeVisible();
    await page.getByRole('button', { name: 'Enable' }).click();
    receiver.status = 410;
    await api(slipway, 'POST', '/sync/v2/jobs', JOB);
    await expect(page.getByText('Its receiver answered 410')).toBeVisible({ timeout: 30_000 });
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'Delete webhook' }).click();
    await expect(page.getByText('No webhooks yet')).toBeVisible();

    await page.getByRole('button', { name: 'Show signing secret' }).click();
    await expect(page.getByRole('region', { name: 'Signing secret' })).toContainText(
      /[0-9a-f]{48}/,
    );
    await examine(page, 'webhooks');
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.getByRole('link', { name: 'What was sent to them' }).click();
    await expect(page.getByText('Make a job with webhook_url')).toBeVisible();
    for (const id of ['nobody', crypto.randomUUID()]) {
      const answer = await page.goto(`${slipway.url}/developers/webhooks/${id}`);
      expect(answer?.status()).toBe(404);
    }
  } finally {
    await receiver.stop();
  }
});

test('a base of signed URLs is made with a secret that is shown once, and revoked', async ({
  signedIn: page,
  slipway,
}) => {
  await page.goto(`${slipway.url}/developers/signed-urls`);
  await page.getByRole('button', { name: 'New signed URL base' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Shop');
  await page.getByRole('button', { name: 'Create signed URL base' }).click();
  expect(await readSecret(page, 'signing secret')).toMatch(/^[0-9a-f]{48}$/);
  await expect(page.getByRole('row', { name: /Shop/ })).toContainText(`${slipway.url}/s/`);
  await examine(page, 'signed URLs');
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByRole('button', { name: 'Revoke Shop' }).click();
  await page.getByRole('button', { name: 'Revoke', exact: true }).click();
  await expect(page.getByText('No signed URLs yet')).toBeVisible();
});
