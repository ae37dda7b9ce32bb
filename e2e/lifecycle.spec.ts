import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { api, expect, startSlipway, test, WITH_OWNER } from './slipway.ts';

/** A source that sends half of 2 MB, and the rest when told to. */
async function startSlowSource() {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  let requests = 0;
  const source = createServer(async (_, res) => {
    requests += 1;
    res.writeHead(200, { 'content-length': 2_000_000 });
    res.write(Buffer.alloc(1_000_000, 'a'));
    await released;
    res.end(Buffer.alloc(1_000_000, 'b'));
  });
  await new Promise<void>((resolve) => source.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(source.address() as AddressInfo).port}/slow.bin`,
    requests: () => requests,
    release,
    close: () => source.closeAllConnections(),
  };
}

const whole = createHash('sha256')
  .update(Buffer.alloc(1_000_000, 'a'))
  .update(Buffer.alloc(1_000_000, 'b'))
  .digest('hex');

for (const how of ['SIGTERM', 'kill -9'] as const) {
  test(`${how} in the middle of an import: the next start goes on and nothing is lost`, async () => {
    const source = await startSlowSource();
    const first = await startSlipway({ ...WITH_OWNER, EGRESS_ALLOW: '127.0.0.0/8' });
    const done = (await api(first, 'POST', '/v2/import/raw', { file: 'kept', filename: 'k.txt' }))
      .data;
    const slow = (await api(first, 'POST', '/v2/import/url', { url: source.url })).data;
    const after = (await api(first, 'POST', '/v2/export/url', { input: [done.id, slow.id] })).data;
    await expect
      .poll(async () => (await api(first, 'GET', `/v2/tasks/${slow.id}`)).data.progress?.bytes)
      .toBe(1_000_000);
    const started = performance.now();
    if (how === 'SIGTERM') expect(await first.stop()).toBe(0);
    else await first.kill9();
    expect(performance.now() - started).toBeLessThan(10_000);

    const second = await first.restart();
    await expect.poll(source.requests, { timeout: 20_000 }).toBe(2);
    source.release();
    const exported = (await api(second, 'GET', `/sync/v2/tasks/${after.id}`)).data;
    expect(exported.status).toBe('finished');
    const [kept, imported] = exported.result.files;
    expect(await (await fetch(kept.url)).text()).toBe('kept');
    expect(imported.sha256).toBe(whole);
    source.close();
    await second.remove();
  });
}

test('a second process on the same folder is refused in one sentence', async () => {
  const slipway = await startSlipway(WITH_OWNER);
  await expect(slipway.restart()).rejects.toThrow(/Another Slipway is running on .*DATABASE_URL/s);
  expect((await api(slipway, 'GET', '/v2/users/me')).status).toBe(200);
  await slipway.remove();
});

test('wrong settings are refused, each with a sentence', async () => {
  const wrong = {
    PORT: 'many',
    MAX_FILE_SIZE: 'big',
    OWNER_EMAIL: 'a@example.com',
    EGRESS_ALLOW: '10.0.0.0/99',
  };
  const failure = await startSlipway(wrong).catch((error: Error) => error.message);
  expect(failure).toMatch(/PORT is/);
  expect(failure).toMatch(/MAX_FILE_SIZE is a size/);
  await expect(startSlipway({ EGRESS_ALLOW: '10.0.0.0/99' })).rejects.toThrow(/EGRESS_ALLOW/);
  await expect(startSlipway({ OWNER_EMAIL: 'a@example.com' })).rejects.toThrow(/go together/);
});

test('another master key than the one of the data is refused in words', async () => {
  const first = await startSlipway(WITH_OWNER);
  await first.stop();
  const other = { ...WITH_OWNER, MASTER_KEY: Buffer.alloc(32, 1).toString('base64') };
  await expect(startSlipway(other, first.dataDir)).rejects.toThrow(/belongs to the master key/);
  await first.remove();
});

test('an upload that a kill -9 broke off can be sent again', async () => {
  const first = await startSlipway(WITH_OWNER);
  const task = (await api(first, 'POST', '/v2/import/upload', {})).data;
  const form = (url: string, file: BodyInit) => fetch(url, { method: 'POST', body: file });
  const boundary = 'slipway-boundary';
  const head = Object.entries(task.result.form.parameters)
    .map(
      ([name, value]) =>
        `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    )
    .join('');
  const stalled = fetch(task.result.form.url, {
    method: 'POST',
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    duplex: 'half',
    body: new ReadableStream({
      async start(controller) {
        controller.enqueue(
          Buffer.from(
            `${head}--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="f.bin"\r\n\r\n`,
          ),
        );
        controller.enqueue(new Uint8Array(100_000));
      },
    }),
  } as RequestInit).catch(() => undefined);
  await expect
    .poll(async () => (await api(first, 'GET', `/v2/tasks/${task.id}`)).data.status)
    .toBe('processing');
  await first.kill9();
  await stalled;

  const second = await first.restart();
  const again = (await api(second, 'GET', `/v2/tasks/${task.id}`)).data;
  expect(again.status).toBe('waiting');
  const body = new FormData();
  for (const [name, value] of Object.entries(again.result.form.parameters))
    body.append(name, String(value));
  body.append('file', new Blob(['whole']), 'f.txt');
  expect((await form(again.result.form.url, body)).status).toBe(201);
  expect((await api(second, 'GET', `/v2/tasks/${task.id}`)).data.result.files[0].size).toBe(5);
  await second.remove();
});
