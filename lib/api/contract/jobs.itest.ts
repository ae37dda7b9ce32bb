import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer } from '../test-server.ts';

let server: Awaited<ReturnType<typeof startTestServer>>;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

type Named = { name: string; status: string; code: string | null };

const raw = (text: string) => ({ operation: 'import/raw', file: text, filename: `${text}.txt` });
/** Refused by the egress rule, so it fails at once. */
const failing = { operation: 'import/url', url: 'http://127.0.0.1:1/x' };
const create = (body: unknown, base = '/sync/v2') => server.call('POST', `${base}/jobs`, body);
const byName = (job: { tasks: Named[] }) =>
  Object.fromEntries(job.tasks.map((task) => [task.name, task]));

describe('POST /jobs', () => {
  test('answers 201 with the job and its tasks, key by key as documented', async () => {
    const { status, json, text } = await create(
      { tag: 'a', tasks: { in: raw('x'), out: { operation: 'export/url', input: ['in'] } } },
      '/v2',
    );
    expect(status).toBe(201);
    expect(text.startsWith('{"data":{"id":"')).toBe(true);
    expect(Object.keys(json.data)).toEqual([
      'id',
      'tag',
      'status',
      'created_at',
      'started_at',
      'ended_at',
      'tasks',
      'links',
    ]);
    expect(json.data.links.self).toBe(`${server.origin}/v2/jobs/${json.data.id}`);
    const { in: input, out } = byName(json.data) as Record<string, Record<string, unknown>>;
    expect(out).toMatchObject({
      name: 'out',
      job_id: json.data.id,
      result: null,
      depends_on_task_ids: [input?.id],
    });
    expect(json.data.created_at).toBe('2026-03-01T12:00:00+00:00');
  });

  test.each([
    [{ tasks: {} }, 'tasks'],
    [{ tasks: 'x' }, 'tasks'],
    [{ tasks: [] }, 'tasks'],
    [
      { tasks: { 'export-1': { operation: 'export/s3', input: 'in' }, in: raw('x') } },
      'tasks.export-1.bucket',
    ],
    [{ tasks: { a: { operation: 'convert' } } }, 'tasks.a.operation'],
    [{ tasks: { a: { operation: 7 } } }, 'tasks.a.operation'],
    [{ tasks: { a: 'import/raw' } }, 'tasks.a'],
    [{ tasks: { 'a.b': raw('x') } }, 'tasks.a.b'],
    [{ tasks: { a: { operation: 'export/url', input: ['nobody'] } } }, 'tasks.a.input'],
    [{ tasks: { a: { ...raw('x'), ignore_error: 'maybe' } } }, 'tasks.a.ignore_error'],
    [{ webhook_url: 'ftp://x', tasks: { a: raw('x') } }, 'webhook_url'],
    [{ webhook_url: 'https://me:secret@example.com/', tasks: { a: raw('x') } }, 'webhook_url'],
    [{ tag: { no: 'object' }, tasks: { a: raw('x') } }, 'tag'],
    [{ redirect: true, tasks: { a: raw('x') } }, 'redirect'],
  ])('%j is refused at %s', async (body, path) => {
    const { status, json } = await create(body);
    expect(status).toBe(422);
    expect(json).toMatchObject({ message: 'The given data was invalid.', code: 'INVALID_DATA' });
    expect(json.errors[path]).toEqual([expect.any(String)]);
  });

  test('a circle of inputs is named where it closes', async () => {
    const link = (input: string) => ({ operation: 'export/url', input });
    const { json } = await create({ tasks: { a: link('c'), b: link('a'), c: link('b') } });
    expect(Object.keys(json.errors)).toHaveLength(1);
    expect(Object.keys(json.errors)[0]).toMatch(/^tasks\.[abc]\.input$/);
  });

  test('says all that is wrong at once', async () => {
    const { json } = await create({
      webhook_url: 'no',
      tasks: { a: { operation: 'import/url' }, b: { operation: 'export/url' } },
    });
    expect(Object.keys(json.errors).sort()).toEqual([
      'tasks.a.url',
      'tasks.b.input',
      'webhook_url',
    ]);
  });

  test('keeps the webhook address, and a number as a tag', async () => {
    const body = { tag: 17, webhook_url: 'https://example.com/hook', tasks: { a: raw('x') } };
    const { json } = await create(body);
    expect(json.data.tag).toBe('17');
    const row = await server.db.prisma.job.findUnique({ where: { id: json.data.id } });
    expect(row?.webhookUrl).toBe('https://example.com/hook');
  });

  test('an input may be a task outside the job', async () => {
    const outside = (await server.call('POST', '/v2/import/raw', { file: 'o', filename: 'o.txt' }))
      .json.data.id;
    const { json } = await create({
      tasks: { in: raw('i'), out: { operation: 'export/url', input: ['in', outside] } },
    });
    const out = byName(json.data).out as unknown as { result: { files: { filename: string }[] } };
    expect(out.result.files.map((file) => file.filename)).toEqual(['i.txt', 'o.txt']);
  });

  test('a failure goes down the graph', async () => {
    const { json } = await create({
      tasks: {
        bad: failing,
        mid: { operation: 'export/url', input: 'bad' },
        low: { operation: 'export/url', input: 'mid' },
        other: raw('x'),
      },
    });
    const { bad, mid, low, other } = byName(json.data);
    expect(json.data.status).toBe('error');
    expect(bad?.code).toBe('EGRESS_BLOCKED');
    for (const task of [mid, low]) {
      expect(task).toMatchObject({
        status: 'error',
        code: 'INPUT_TASK_FAILED',
        message: 'Input task has failed',
        result: null,
      });
    }
    expect(other?.status).toBe('finished');
  });
});

describe('ignore_error', () => {
  test('lets the job finish, and what waited run with the rest', async () => {
    const { json } = await create({
      tasks: {
        good: raw('g'),
        bad: { ...failing, ignore_error: true },
        out: { operation: 'export/url', input: ['bad', 'good'] },
      },
    });
    const { bad, out } = byName(json.data);
    expect(json.data.status).toBe('finished');
    expect(bad).toMatchObject({ status: 'error', code: 'EGRESS_BLOCKED' });
    expect(out).toMatchObject({ status: 'finished', result: { files: [{ filename: 'g.txt' }] } });
  });

  test('does not help a task that is left with no input', async () => {
    const { json } = await create({
      tasks: {
        bad: { ...failing, ignore_error: true },
        out: { operation: 'export/url', input: 'bad' },
      },
    });
    expect(json.data.status).toBe('error');
    expect(byName(json.data).out?.code).toBe('INPUT_TASK_FAILED');
  });
});

describe('GET /jobs', () => {
  test('has no tasks unless they are included, and filters by status and tag', async () => {
    const key = await server.createKey();
    const make = async (tag: string, task: unknown) =>
      (await server.call('POST', '/sync/v2/jobs', { tag, tasks: { a: task } }, key)).json.data.id;
    const good = await make('one', raw('x'));
    const bad = await make('one', failing);
    const other = await make('two', raw('x'));
    const list = async (query: string) =>
      (await server.call('GET', `/v2/jobs?${query}`, undefined, key)).json;
    const ids = async (query: string) =>
      (await list(query)).data.map(({ id }: { id: string }) => id).sort();
    expect(await ids('filter[tag]=one')).toEqual([good, bad].sort());
    expect(await ids('filter[status]=error')).toEqual([bad]);
    expect(await ids('filter[status]=finished&filter[tag]=two')).toEqual([other]);
    expect((await list('')).data.every((job: object) => !('tasks' in job))).toBe(true);
    const [withTasks] = (await list('filter[tag]=two&include=tasks')).data;
    expect(withTasks.tasks).toMatchObject([{ name: 'a', status: 'finished' }]);
  });

  test('comes in pages with links and no total', async () => {
    const key = await server.createKey();
    for (const tag of ['1', '2', '3'])
      await server.call('POST', '/v2/jobs', { tag, tasks: { a: raw(tag) } }, key);
    const { json } = await server.call('GET', '/v2/jobs?per_page=2', undefined, key);
    const path = `${server.origin}/v2/jobs`;
    expect(json.links).toEqual({
      first: `${path}?page=1`,
      last: null,
      prev: null,
      next: `${path}?page=2`,
    });
    expect(json.meta).toEqual({ current_page: 1, from: 1, path, per_page: 2, to: 2 });
  });
});

test('a deleted job takes its files and links along, also while it runs', async () => {
  const done = (
    await create({ tasks: { in: raw('x'), out: { operation: 'export/url', input: 'in' } } })
  ).json.data;
  const { out } = byName(done) as unknown as Record<
    string,
    { result: { files: { url: string }[] } }
  >;
  const url = out?.result.files[0]?.url ?? '';
  expect((await fetch(url)).status).toBe(200);
  const gone = await server.call('DELETE', `/v2/jobs/${done.id}`);
  expect([gone.status, gone.text]).toEqual([204, '']);
  expect((await fetch(url)).status).toBe(410);
  expect(await server.db.prisma.task.count({ where: { jobId: done.id } })).toBe(0);

  const open = (await create({ tasks: { up: { operation: 'import/upload' } } }, '/v2')).json.data;
  const waiting = server.call('GET', `/sync/v2/jobs/${open.id}`);
  await sleep(100);
  await server.call('DELETE', `/v2/jobs/${open.id}`);
  expect((await waiting).status).toBe(404);
});
