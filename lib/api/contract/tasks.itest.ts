import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer } from '../test-server.ts';

let server: Awaited<ReturnType<typeof startTestServer>>;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const TASK_KEYS = [
  'id',
  'job_id',
  'status',
  'credits',
  'code',
  'message',
  'percent',
  'operation',
  'result',
  'created_at',
  'started_at',
  'ended_at',
  'expires_at',
  'retry_of_task_id',
  'copy_of_task_id',
  'depends_on_task_ids',
  'links',
];

const raw = async (file = 'x') =>
  (await server.call('POST', '/v2/import/raw', { file, filename: 'x.txt' })).json.data;
const ended = async (id: string, query = '') =>
  (await server.call('GET', `/sync/v2/tasks/${id}${query}`)).json.data;

describe('POST /{operation}', () => {
  test('answers 201 with a waiting task, key by key as documented', async () => {
    const { status, json, text, headers } = await server.call('POST', '/v2/export/url', {
      input: '73df1e16-fd8b-47a1-a156-f197babde91a',
      name: 'ignored',
      operation: 'export/url',
      unknown: 1,
    });
    expect(status).toBe(201);
    expect(headers.get('content-type')).toMatch(/^application\/json/);
    expect(text).toBe(JSON.stringify(json));
    expect(Object.keys(json)).toEqual(['data']);
    expect(Object.keys(json.data)).toEqual(TASK_KEYS);
    expect(json.data).toMatchObject({
      status: 'waiting',
      job_id: null,
      result: null,
      links: { self: `${server.origin}/v2/tasks/${json.data.id}` },
    });
  });

  test('an upload form has only strings in it', async () => {
    const { json } = await server.call('POST', '/v2/import/upload', {});
    expect(json.data.message).toBe('Waiting for file upload');
    const { url, parameters } = json.data.result.form;
    expect(url).toMatch(/^http/);
    for (const value of Object.values(parameters)) expect(typeof value).toBe('string');
  });

  test('an unknown operation, a wrong method and a wrong body are told apart', async () => {
    expect((await server.call('POST', '/v2/export/nowhere', {})).json.code).toBe('NOT_FOUND');
    const method = await server.call('GET', '/v2/export/url');
    expect([method.status, method.headers.get('allow')]).toEqual([405, 'POST']);
    expect((await server.call('POST', '/v2/import/url', '{')).status).toBe(400);
    const missing = await server.call('POST', '/v2/import/url', {});
    expect(missing.status).toBe(422);
    expect(missing.json).toEqual({
      message: 'The given data was invalid.',
      code: 'INVALID_DATA',
      errors: { url: [expect.any(String)] },
    });
  });
});

describe('GET /tasks', () => {
  test('filters by job, status and operation', async () => {
    const job = (
      await server.call('POST', '/sync/v2/jobs', {
        tasks: {
          in: { operation: 'import/raw', file: 'x', filename: 'x' },
          out: { operation: 'export/url', input: 'in' },
        },
      })
    ).json.data;
    const list = async (query: string) =>
      (await server.call('GET', `/v2/tasks?filter[job_id]=${job.id}&${query}`)).json.data;
    expect(await list('')).toHaveLength(2);
    expect(await list('filter[operation]=export/url')).toMatchObject([{ name: 'out' }]);
    expect(await list('filter[status]=waiting')).toEqual([]);
    const [out] = await list('filter[operation]=export/url&include=depends_on_tasks,job,payload');
    expect(out.depends_on_tasks).toMatchObject([{ name: 'in', status: 'finished' }]);
    expect(out.job).toMatchObject({ id: job.id, status: 'finished' });
    expect(out.job).not.toHaveProperty('tasks');
    expect(out.payload).toMatchObject({ operation: 'export/url' });
  });

  test.each(['page=0', 'per_page=x', 'per_page=100000'])('refuses %s by name', async (query) => {
    const { status, json } = await server.call('GET', `/v2/tasks?${query}`);
    expect(status).toBe(422);
    expect(Object.keys(json.errors)).toEqual([query.split('=')[0]]);
  });
});

describe('GET /tasks/{id}', () => {
  test('keeps what was not asked for to itself', async () => {
    const task = await ended((await raw()).id);
    for (const key of ['payload', 'job', 'retries', 'depends_on_tasks'])
      expect(task).not.toHaveProperty(key);
  });

  test('includes retries, inputs and job', async () => {
    const { id } = await raw();
    const retry = await server.call('POST', `/v2/tasks/${id}/retry`, {});
    expect(retry.status).toBe(201);
    expect(retry.json.data).toMatchObject({
      status: 'waiting',
      retry_of_task_id: id,
      copy_of_task_id: id,
    });
    const task = await ended(id, '?include=retries,depends_on_tasks,job');
    expect(task.retries).toMatchObject([{ id: retry.json.data.id }]);
    expect(task.depends_on_tasks).toEqual([]);
    expect(task.job).toBeNull();
  });

  test('a payload has no secret in it', async () => {
    const { json } = await server.call('POST', '/v2/export/s3', {
      input: (await raw()).id,
      bucket: 'b',
      region: 'eu-central-1',
      access_key_id: 'AKIAEXAMPLE',
      secret_access_key: 'very-secret-value',
    });
    const { text } = await server.call('GET', `/v2/tasks/${json.data.id}?include=payload`);
    expect(text).toContain('"bucket":"b"');
    expect(text).not.toContain('very-secret-value');
  });
});

describe('cancel and delete', () => {
  test('POST /tasks/{id}/cancel ends it with CANCELLED, with and without a body', async () => {
    for (const body of [undefined, {}]) {
      const { id } = (await server.call('POST', '/v2/import/upload', {})).json.data;
      const { status, json } = await server.call('POST', `/v2/tasks/${id}/cancel`, body);
      expect(status).toBe(200);
      expect(json.data).toMatchObject({ status: 'error', code: 'CANCELLED' });
    }
  });

  test('DELETE answers 204 without a body, and what is gone is 404', async () => {
    const { id } = await raw();
    const gone = await server.call('DELETE', `/v2/tasks/${id}`);
    expect([gone.status, gone.text]).toEqual([204, '']);
    for (const [method, path] of [
      ['GET', ''],
      ['DELETE', ''],
      ['POST', '/cancel'],
      ['POST', '/retry'],
    ] as const) {
      const { status, json } = await server.call(method, `/v2/tasks/${id}${path}`);
      expect([status, json.code]).toEqual([404, 'NOT_FOUND']);
    }
  });
});

describe('keys', () => {
  const CALLS = [
    ['POST', '/v2/import/upload', 'task.write'],
    ['POST', '/v2/jobs', 'task.write'],
    ['GET', '/v2/tasks', 'task.read'],
    ['GET', '/v2/jobs', 'task.read'],
    ['GET', '/v2/users/me', 'user.read'],
  ] as const;

  test.each(CALLS)('%s %s needs %s', async (method, path, scope) => {
    const others = ['task.read', 'task.write', 'user.read'].filter((one) => one !== scope);
    const key = await server.createKey(others);
    const body = method === 'POST' ? {} : undefined;
    const { status, json } = await server.call(method, path, body, key);
    expect([status, json.code]).toEqual([403, 'FORBIDDEN']);
    expect(json.message).toContain(scope);
  });

  test.each(CALLS)('%s %s without one answers 401', async (method, path) => {
    const { status, json } = await server.call(method, path, undefined, null);
    expect([status, json]).toEqual([401, { message: 'Unauthenticated.', code: 'UNAUTHENTICATED' }]);
  });

  test('every answer says how much of the rate is left', async () => {
    for (const path of ['/v2/users/me', '/v2/tasks', '/v2/nothing', '/sync/v2/jobs']) {
      const { headers } = await server.call('GET', path);
      expect(Number(headers.get('x-ratelimit-limit'))).toBeGreaterThan(0);
      expect(Number(headers.get('x-ratelimit-remaining'))).toBeGreaterThan(0);
    }
  });
});

test('GET /users/me has the wire shape', async () => {
  const { json } = await server.call('GET', '/v2/users/me');
  const keys = ['id', 'username', 'email', 'created_at', 'credits', 'links'];
  expect(Object.keys(json.data)).toEqual(keys);
});

test('GET /operations lists what this server runs, and one by name', async () => {
  const all = (await server.call('GET', '/v2/operations')).json.data;
  expect(all.map((one: { operation: string }) => one.operation)).toContain('export/s3');
  const one = (await server.call('GET', '/v2/operations?filter[operation]=export/url')).json.data;
  expect(one).toMatchObject([{ operation: 'export/url' }]);
});
