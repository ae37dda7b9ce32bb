import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer } from './test-server.ts';

let server: Awaited<ReturnType<typeof startTestServer>>;
beforeAll(async () => {
  server = await startTestServer({ maxFileSize: 2_000_000 });
});
afterAll(() => server.stop());

const begin = async (options: Record<string, unknown> = {}) =>
  (await server.call('POST', '/v2/import/upload', options)).json.data;
const statusOf = async ({ id }: { id: string }) =>
  (await server.call('GET', `/v2/tasks/${id}`)).json.data.status;

type Upload = { result: { form: { url: string; parameters: Record<string, unknown> } } };

/** Sends a file as a browser does that was given the form. */
function send({ result }: Upload, bytes: BlobPart, change = '', init: RequestInit = {}) {
  const form = new FormData();
  for (const [name, value] of Object.entries(result.form.parameters))
    form.append(name, `${value}${change}`);
  form.append('file', new Blob([bytes]), 'f.bin');
  return fetch(result.form.url, { method: 'POST', body: form, ...init });
}

describe('the upload form', () => {
  test('sent twice is refused the second time, and keeps the first file', async () => {
    const upload = await begin();
    expect((await send(upload, 'first')).status).toBe(201);
    expect((await send(upload, 'second')).status).toBe(409);
    const { json } = await server.call('GET', `/sync/v2/tasks/${upload.id}`);
    const first = createHash('sha256').update('first').digest('hex');
    expect(json.data.result.files[0].sha256).toBe(first);
  });

  test('with a changed parameter is refused', async () => {
    const upload = await begin();
    expect((await send(upload, 'x', '1')).status).toBe(403);
    expect(await statusOf(upload)).toBe('waiting');
  });

  test('with a file over the limit is refused with the limit, and can be sent again', async () => {
    const upload = await begin();
    const refused = await send(upload, new Uint8Array(2_500_000));
    expect(refused.status).toBe(413);
    expect((await refused.json()).message).toMatch(/2 MB/);
    expect(await statusOf(upload)).toBe('waiting');
    expect((await send(upload, new Uint8Array(1000))).status).toBe(201);
  });

  test('broken off half-way leaves the task waiting', async () => {
    const upload = await begin();
    const stop = new AbortController();
    const boundary = 'xxBOUNDARYxx';
    const fields = Object.entries(upload.result.form.parameters)
      .map(
        ([name, value]) =>
          `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
      )
      .join('');
    const body = async function* () {
      yield Buffer.from(
        `${fields}--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="f.bin"\r\n\r\n`,
      );
      yield Buffer.alloc(300_000);
      await sleep(300);
      stop.abort();
      await sleep(50);
    };
    const request = new Request(upload.result.form.url, {
      method: 'POST',
      body: Readable.toWeb(Readable.from(body())),
      duplex: 'half',
      signal: stop.signal,
      headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    } as RequestInit);
    await expect(fetch(request)).rejects.toThrow();
    await expect.poll(() => statusOf(upload)).toBe('waiting');
  });

  test('sends the browser on when a redirect was asked for', async () => {
    const upload = await begin({ redirect: 'https://example.com/done' });
    const response = await send(upload, 'x', '', { redirect: 'manual' });
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe('https://example.com/done');
  });
});
