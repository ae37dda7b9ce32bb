import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer } from './test-server.ts';

let server: Awaited<ReturnType<typeof startTestServer>>;
beforeAll(async () => {
  server = await startTestServer({ maxFileSize: 2_000_000 });
});
afterAll(() => server.stop());

const sha256 = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const finished = async (id: string) => (await server.call('GET', `/sync/v2/tasks/${id}`)).json.data;

describe('from a file to a temporary URL', () => {
  test('one file comes out byte for byte', async () => {
    const bytes = new Uint8Array(700_000).map((_, index) => (index * 31) % 256);
    const input = await server.upload([{ name: 'photo.bin', bytes }]);
    const created = await server.call('POST', '/v2/export/url', { input });
    expect(created.status).toBe(201);
    expect(created.json.data).toMatchObject({
      operation: 'export/url',
      status: 'waiting',
      result: null,
    });
    const task = await finished(created.json.data.id);
    expect(task).toMatchObject({ status: 'finished', percent: 100, code: null });
    const [file] = task.result.files;
    expect(file).toMatchObject({ filename: 'photo.bin', size: 700_000, sha256: sha256(bytes) });
    const download = await fetch(file.url);
    expect(download.headers.get('content-disposition')).toContain('attachment');
    expect(sha256(new Uint8Array(await download.arrayBuffer()))).toBe(sha256(bytes));
  });

  test('an export may be made before its input has its file', async () => {
    const upload = (await server.call('POST', '/v2/import/upload', {})).json.data;
    const { id } = (await server.call('POST', '/v2/export/url', { input: upload.id })).json.data;
    await sleep(300);
    expect((await server.call('GET', `/v2/tasks/${id}`)).json.data.status).toBe('waiting');
    const form = new FormData();
    for (const [name, value] of Object.entries(upload.result.form.parameters))
      form.append(name, String(value));
    form.append('file', new Blob(['late']), 'late.txt');
    expect((await fetch(upload.result.form.url, { method: 'POST', body: form })).status).toBe(201);
    const task = await finished(id);
    expect(await (await fetch(task.result.files[0].url)).text()).toBe('late');
  });

  test('several files of one form and hostile names come out safe and distinct', async () => {
    const names = [
      '../../etc/passwd',
      'CON',
      'a.txt',
      'a.txt',
      `${'ü'.repeat(300)}.pdf`,
      'שלום 🚢.txt',
    ];
    const input = await server.upload(
      names.map((name, index) => ({ name, bytes: `content ${index}` })),
    );
    const { id } = (await server.call('POST', '/v2/export/url', { input })).json.data;
    const { files } = (await finished(id)).result;
    const out: string[] = files.map((file: { filename: string }) => file.filename);
    expect(new Set(out).size).toBe(names.length);
    expect(out[0]).toBe('passwd');
    expect(out[2]).toBe('a.txt');
    expect(out[3]).toBe('a (2).txt');
    expect(out[5]).toBe('שלום 🚢.txt');
    for (const [index, file] of files.entries()) {
      expect(file.filename).not.toMatch(/[/\\\0]/);
      expect(Buffer.byteLength(file.filename)).toBeLessThanOrEqual(255);
      expect(await (await fetch(file.url)).text()).toBe(`content ${index}`);
    }
  });

  test('an archive holds all files of all inputs, and is the same each time', async () => {
    const one = await server.upload([{ name: 'a.txt', bytes: 'first' }]);
    const two = await server.upload([
      { name: 'a.txt', bytes: 'second' },
      { name: 'empty.txt', bytes: '' },
    ]);
    const archive = async () => {
      const body = { input: [one, two], archive_multiple_files: true };
      const { id } = (await server.call('POST', '/v2/export/url', body)).json.data;
      return (await finished(id)).result.files;
    };
    const [first, again] = [await archive(), await archive()];
    expect(first).toHaveLength(1);
    expect(first[0].content_type).toBe('application/zip');
    expect(again[0].sha256).toBe(first[0].sha256);
  });

  test('an empty file works', async () => {
    const input = await server.upload([{ name: 'nothing.txt', bytes: '' }]);
    const { id } = (await server.call('POST', '/v2/export/url', { input, inline: true })).json.data;
    const [file] = (await finished(id)).result.files;
    const response = await fetch(file.url);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-disposition')).toContain('inline');
    expect(await response.text()).toBe('');
  });

  test('import/raw and import/base64 carry their bytes', async () => {
    const raw = (await server.call('POST', '/v2/import/raw', { file: 'käse', filename: 'k.txt' }))
      .json.data;
    const base64 = (
      await server.call('POST', '/v2/import/base64', { file: 'aGVsbG8=', filename: 'h.txt' })
    ).json.data;
    expect((await finished(raw.id)).result.files[0]).toMatchObject({
      size: 5,
      sha256: sha256('käse'),
    });
    expect((await finished(base64.id)).result.files[0].sha256).toBe(sha256('hello'));
    const shown = await server.call('GET', `/v2/tasks/${raw.id}?include=payload`);
    expect(JSON.stringify(shown.json.data.payload)).not.toContain('käse');
  });
});

describe('what goes wrong', () => {
  test('an unknown input is accepted and fails the task', async () => {
    const { status, json } = await server.call('POST', '/v2/export/url', {
      input: '73df1e16-fd8b-47a1-a156-f197babde91a',
    });
    expect(status).toBe(201);
    expect(await finished(json.data.id)).toMatchObject({
      status: 'error',
      code: 'INPUT_TASK_FAILED',
      message: 'Input task has failed',
      result: null,
    });
  });

  test('cancelling an input fails what waits for it', async () => {
    const { id: input } = (await server.call('POST', '/v2/import/upload', {})).json.data;
    const { id } = (await server.call('POST', '/v2/export/url', { input })).json.data;
    const cancelled = await server.call('POST', `/v2/tasks/${input}/cancel`, {});
    expect(cancelled.json.data).toMatchObject({ status: 'error', code: 'CANCELLED' });
    expect((await finished(id)).code).toBe('INPUT_TASK_FAILED');
    expect((await server.call('POST', `/v2/tasks/${input}/cancel`, {})).status).toBe(409);
  });

  test.each([
    ['POST', '/v2/export/url', {}, 422, 'INVALID_DATA'],
    ['POST', '/v2/export/url', { input: [] }, 422, 'INVALID_DATA'],
    ['POST', '/v2/export/url', { input: 7 }, 422, 'INVALID_DATA'],
    ['POST', '/v2/export/url', '{"input":', 400, 'MALFORMED'],
    ['POST', '/v2/export/url', '[1]', 400, 'MALFORMED'],
    ['POST', '/v2/export/nowhere', { input: 'x' }, 404, 'NOT_FOUND'],
    ['GET', '/v2/export/url', undefined, 405, 'METHOD_NOT_ALLOWED'],
    ['GET', '/v2/tasks/not-an-id', undefined, 404, 'NOT_FOUND'],
    ['GET', '/v2/tasks?per_page=many', undefined, 422, 'INVALID_DATA'],
    ['GET', '/v2/nothing', undefined, 404, 'NOT_FOUND'],
  ])('%s %s %j gives %i %s', async (method, path, body, status, code) => {
    const answer = await server.call(method, path, body);
    expect({ status: answer.status, code: answer.json?.code }).toEqual({ status, code });
    if (code === 'INVALID_DATA') {
      expect(Object.values(answer.json.errors).every(Array.isArray)).toBe(true);
    }
  });

  test('a body beyond the limit is refused', async () => {
    const { status } = await server.call('POST', '/v2/export/url', {
      input: 'x'.repeat(1_100_000),
    });
    expect(status).toBe(413);
  });

  test.each([
    'http://127.0.0.1:9/x',
    'http://169.254.169.254/latest/meta-data',
    'http://[::ffff:10.0.0.1]/',
  ])('import/url of %s is blocked', async (url) => {
    const { id } = (await server.call('POST', '/v2/import/url', { url })).json.data;
    expect((await finished(id)).code).toBe('EGRESS_BLOCKED');
  });
});

describe('who may', () => {
  test('without a key, or with a wrong one: 401', async () => {
    expect((await server.call('GET', '/v2/tasks', undefined, null)).status).toBe(401);
    expect((await server.call('GET', '/v2/tasks', undefined, 'wrong')).json.code).toBe(
      'UNAUTHENTICATED',
    );
  });

  test('a key without the scope: 403', async () => {
    const key = await server.createKey(['task.read']);
    expect((await server.call('GET', '/v2/tasks', undefined, key)).status).toBe(200);
    expect((await server.call('POST', '/v2/import/upload', {}, key)).status).toBe(403);
  });

  test("another team's task is not there, in any call or as an input", async () => {
    const id = await server.upload([{ name: 'mine.txt', bytes: 'mine' }]);
    const other = await server.createKey();
    for (const [method, path] of [
      ['GET', `/v2/tasks/${id}`],
      ['GET', `/sync/v2/tasks/${id}`],
      ['POST', `/v2/tasks/${id}/cancel`],
      ['POST', `/v2/tasks/${id}/retry`],
      ['DELETE', `/v2/tasks/${id}`],
    ] as const) {
      expect(
        (await server.call(method, path, method === 'POST' ? {} : undefined, other)).status,
      ).toBe(404);
    }
    const stolen = (await server.call('POST', '/v2/export/url', { input: id }, other)).json.data;
    const ended = await server.call('GET', `/sync/v2/tasks/${stolen.id}`, undefined, other);
    expect(ended.json.data.code).toBe('INPUT_TASK_FAILED');
  });
});
