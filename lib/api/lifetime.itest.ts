import { readdir, utimes } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sweepStorage } from '#lib/engine/housekeeping.ts';
import { startTestServer } from './test-server.ts';

const HOUR = 3_600_000;
const start = () => startTestServer({ egressAllow: '127.0.0.0/8' });
let server: Awaited<ReturnType<typeof start>>;
beforeAll(async () => {
  server = await start();
});
afterAll(() => server.stop());

const show = async (id: string) => (await server.call('GET', `/v2/tasks/${id}`)).json.data;
const finished = async (id: string) => (await server.call('GET', `/sync/v2/tasks/${id}`)).json.data;
const storedFiles = async () =>
  (await readdir(`${server.dir}/files`, { recursive: true, withFileTypes: true })).filter((entry) =>
    entry.isFile(),
  );

async function exported() {
  const input = await server.upload([{ name: 'a.txt', bytes: 'hello' }]);
  const { id } = (await server.call('POST', '/v2/export/url', { input })).json.data;
  const task = await finished(id);
  return { input, id, url: task.result.files[0].url as string };
}

describe('temporary URLs', () => {
  test('die with their task, at once', async () => {
    const { id, url, input } = await exported();
    expect((await fetch(url)).status).toBe(200);
    expect((await server.call('DELETE', `/v2/tasks/${id}`)).status).toBe(204);
    const gone = await fetch(url, { headers: { accept: 'text/html' } });
    expect(gone.status).toBe(410);
    expect(await gone.text()).toMatch(/<html/i);
    expect((await show(input)).status).toBe('finished');
  });

  test('live on when the input is deleted: the bytes are shared', async () => {
    const { input, url } = await exported();
    await server.call('DELETE', `/v2/tasks/${input}`);
    expect(await (await fetch(url)).text()).toBe('hello');
  });

  test('end 24 hours after the task did, and task and bytes with them', async () => {
    const { input, id, url } = await exported();
    server.clock.advance(24 * HOUR - 1000);
    await server.engine.keepHouse();
    expect((await fetch(url)).status).toBe(200);
    server.clock.advance(2000);
    expect((await fetch(url)).status).toBe(410);
    await server.engine.keepHouse();
    for (const task of [input, id])
      expect((await server.call('GET', `/v2/tasks/${task}`)).status).toBe(404);
    expect(await storedFiles()).toEqual([]);
  });

  test('that were changed in any part are refused', async () => {
    const { url } = await exported();
    for (const forged of [
      url.replace('a.txt', 'b.txt'),
      url.replace(/expires=\d+/, 'expires=99999999999'),
      `${url}&disposition=inline`,
      url.replace(/temp_url_sig=./, 'temp_url_sig=x'),
    ]) {
      expect((await fetch(forged)).status, forged).toBe(403);
    }
  });
});

test('an upload that never comes ends the task after 6 hours', async () => {
  const { data } = (await server.call('POST', '/v2/import/upload', {})).json;
  server.clock.advance(6 * HOUR + 1000);
  const form = new FormData();
  for (const [name, value] of Object.entries(data.result.form.parameters))
    form.append(name, String(value));
  form.append('file', new Blob(['late']), 'f.txt');
  expect((await fetch(data.result.form.url, { method: 'POST', body: form })).status).toBe(410);
  await server.engine.keepHouse();
  expect(await show(data.id)).toMatchObject({ status: 'error', code: 'DEADLINE_EXCEEDED' });
});

test('a retry is a new task with the same options and inputs', async () => {
  const { id, input } = await exported();
  const retried = await server.call('POST', `/v2/tasks/${id}/retry`, {});
  expect(retried.status).toBe(201);
  expect(retried.json.data).toMatchObject({
    status: 'waiting',
    retry_of_task_id: id,
    copy_of_task_id: id,
  });
  expect((await finished(retried.json.data.id)).depends_on_task_ids).toEqual([input]);
});

describe('a run that was broken off', () => {
  test('goes on when its process died', async () => {
    const { id } = await exported();
    // What a kill -9 leaves: a task that says it runs, with nobody who runs it.
    await server.db.prisma.file.deleteMany({ where: { taskId: id } });
    await server.db.prisma.task.update({
      where: { id },
      data: { status: 'processing', runId: crypto.randomUUID(), endedAt: null, expiresAt: null },
    });
    server.clock.advance(60_000);
    await server.engine.keepHouse();
    expect((await finished(id)).status).toBe('finished');
  });

  test('ends in error when it died too often', async () => {
    const { id } = await exported();
    await server.db.prisma.task.update({
      where: { id },
      data: {
        status: 'processing',
        runId: crypto.randomUUID(),
        attempts: 3,
        endedAt: null,
        expiresAt: null,
      },
    });
    server.clock.advance(60_000);
    await server.engine.keepHouse();
    expect(await finished(id)).toMatchObject({ status: 'error', code: 'INTERNAL' });
  });
});

describe('a slow import', () => {
  async function slowSource() {
    const source = createServer((_, res) => {
      res.writeHead(200, { 'content-length': 1000 });
      res.write('x'.repeat(500));
    });
    await new Promise<void>((resolve) => source.listen(0, '127.0.0.1', resolve));
    return {
      url: `http://127.0.0.1:${(source.address() as AddressInfo).port}/slow.txt`,
      close: () => source.closeAllConnections(),
    };
  }

  test('shows its progress and ends when cancelled, leaving no bytes', async () => {
    const before = await storedFiles();
    const source = await slowSource();
    const { id } = (await server.call('POST', '/v2/import/url', { url: source.url })).json.data;
    await expect
      .poll(async () => (await show(id)).progress, { timeout: 5000 })
      .toEqual({ bytes: 500, total: 1000 });
    expect((await show(id)).percent).toBe(50);
    await server.call('POST', `/v2/tasks/${id}/cancel`, {});
    expect(await show(id)).toMatchObject({ status: 'error', code: 'CANCELLED' });
    await expect.poll(storedFiles, { timeout: 5000 }).toEqual(before);
    source.close();
  });

  test('goes back to the queue when the process is told to stop', async () => {
    const stopped = await start();
    const source = await slowSource();
    const { id } = (await stopped.call('POST', '/v2/import/url', { url: source.url })).json.data;
    const status = async () => (await stopped.call('GET', `/v2/tasks/${id}`)).json.data.status;
    await expect.poll(status).toBe('processing');
    await stopped.engine.stop();
    const task = await stopped.db.prisma.task.findUniqueOrThrow({ where: { id } });
    expect(task).toMatchObject({ status: 'waiting', attempts: 0 });
    source.close();
    await stopped.stop();
  }, 15_000);
});

test('bytes that no row names are swept once they are old, and young ones are spared', async () => {
  const { storage } = server.engine.context;
  const write = async () => (await storage.write(Readable.from(['lost']))).key;
  const [old, young] = [await write(), await write()];
  const past = new Date(Date.now() - 26 * HOUR);
  await utimes(`${server.dir}/files/${old.slice(0, 2)}/${old}`, past, past);
  const { url } = await exported();
  await sweepStorage(server.engine.context);
  await expect(storage.size(old)).rejects.toThrow();
  expect(await storage.size(young)).toBe(4);
  expect((await fetch(url)).status).toBe(200);
});

test('who sends a file to a task that is cancelled meanwhile is told so, whichever file it was', async () => {
  const before = await storedFiles();
  const { data } = (await server.call('POST', '/v2/import/upload', {})).json;
  const boundary = 'slipway-test-boundary';
  const part = (disposition: string, text: string) =>
    `--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n${text}`;
  const fields = Object.entries(data.result.form.parameters).map(
    ([name, value]) => `${part(`name="${name}"`, String(value))}\r\n`,
  );
  const body = async function* () {
    yield Buffer.from(fields.join(''));
    yield Buffer.from(`${part('name="file"; filename="one.txt"', 'one')}\r\n`);
    yield Buffer.from(part('name="file"; filename="two.txt"', 'two'));
    await expect.poll(async () => (await show(data.id)).status).toBe('processing');
    await sleep(200);
    await server.call('POST', `/v2/tasks/${data.id}/cancel`, {});
    await sleep(500);
  };
  const response = await fetch(data.result.form.url, {
    method: 'POST',
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    body: Readable.toWeb(Readable.from(body())),
    duplex: 'half',
  } as RequestInit);
  expect({ status: response.status, code: (await response.json()).code }).toEqual({
    status: 409,
    code: 'CONFLICT',
  });
  expect((await show(data.id)).code).toBe('CANCELLED');
  await expect.poll(storedFiles).toEqual(before);
});

test('an address that is no address of a form is refused, not an error of the server', async () => {
  const form = new FormData();
  form.append('task', 'none');
  form.append('file', new Blob(['x']), 'x.txt');
  const response = await fetch(`${server.origin}/uploads/%E0%A4%A`, { method: 'POST', body: form });
  expect(response.status).toBe(403);
});
