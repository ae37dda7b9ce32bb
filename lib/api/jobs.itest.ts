import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer } from './test-server.ts';

let server: Awaited<ReturnType<typeof startTestServer>>;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const raw = (text: string) => ({ operation: 'import/raw', file: text, filename: 'a.txt' });

describe('a job', () => {
  test('runs its tasks by name, whatever their order, and ends with them', async () => {
    const { status, json } = await server.call('POST', '/v2/jobs', {
      tag: 'nightly',
      tasks: {
        out: { operation: 'export/url', input: ['one', 'two'] },
        one: raw('1'),
        two: raw('2'),
      },
    });
    expect(status).toBe(201);
    const job = (await server.call('GET', `/sync/v2/jobs/${json.data.id}`)).json.data;
    expect(job).toMatchObject({ status: 'finished', tag: 'nightly' });
    expect(job.ended_at).toMatch(/\+00:00$/);
    const out = job.tasks.find((task: { name: string }) => task.name === 'out');
    expect(out.result.files.map((file: { filename: string }) => file.filename)).toEqual([
      'a.txt',
      'a (2).txt',
    ]);
  });

  test('is in error when a task is', async () => {
    const { json } = await server.call('POST', '/sync/v2/jobs', {
      tasks: { out: { operation: 'export/url', input: '73df1e16-fd8b-47a1-a156-f197babde91a' } },
    });
    expect(json.data).toMatchObject({ status: 'error', tasks: [{ code: 'INPUT_TASK_FAILED' }] });
  });

  test('with redirect leads to its file', async () => {
    const answer = await server.call('POST', '/sync/v2/jobs', {
      redirect: true,
      tasks: { in: raw('here'), out: { operation: 'export/url', input: 'in' } },
    });
    expect(answer.status).toBe(302);
    expect(await (await fetch(answer.headers.get('location') ?? '')).text()).toBe('here');
  });

  test.each([
    [{}, 'tasks'],
    [{ tasks: {} }, 'tasks'],
    [{ tasks: { a: { operation: 'convert' } } }, 'tasks.a.operation'],
    [{ tasks: { a: { input: 'b' } } }, 'tasks.a.operation'],
    [{ tasks: { a: { operation: 'export/url' } } }, 'tasks.a.input'],
    [{ tasks: { a: { operation: 'export/url', input: 'nobody' } } }, 'tasks.a.input'],
    [{ tasks: { a: { operation: 'export/url', input: 'a' } } }, 'tasks.a.input'],
  ])('%j is refused at %s', async (body, path) => {
    const { status, json } = await server.call('POST', '/v2/jobs', body);
    expect(status).toBe(422);
    expect(Object.keys(json.errors)).toContain(path);
  });

  test('is listed by tag and goes with its tasks when deleted', async () => {
    const { json } = await server.call('POST', '/sync/v2/jobs', {
      tag: 'once',
      tasks: { in: raw('x') },
    });
    const listed = (await server.call('GET', '/v2/jobs?filter[tag]=once')).json;
    expect(listed.data.map((job: { id: string }) => job.id)).toEqual([json.data.id]);
    expect(listed.data[0].tasks).toBeUndefined();
    expect((await server.call('DELETE', `/v2/jobs/${json.data.id}`)).status).toBe(204);
    expect((await server.call('GET', `/v2/jobs/${json.data.id}`)).status).toBe(404);
    expect((await server.call('GET', `/v2/tasks/${json.data.tasks[0].id}`)).status).toBe(404);
  });

  test('of another team is not there', async () => {
    const { json } = await server.call('POST', '/v2/jobs', { tasks: { in: raw('x') } });
    const other = await server.createKey();
    expect((await server.call('GET', `/v2/jobs/${json.data.id}`, undefined, other)).status).toBe(
      404,
    );
    expect((await server.call('DELETE', `/v2/jobs/${json.data.id}`, undefined, other)).status).toBe(
      404,
    );
  });
});

test('lists come in pages, newest first', async () => {
  const key = await server.createKey();
  const ids: string[] = [];
  for (const text of ['1', '2', '3']) {
    ids.unshift(
      (await server.call('POST', '/v2/import/raw', { file: text, filename: 'f' }, key)).json.data
        .id,
    );
    server.clock.advance(1000);
  }
  const first = (await server.call('GET', '/v2/tasks?per_page=2', undefined, key)).json;
  expect(first.data.map((task: { id: string }) => task.id)).toEqual(ids.slice(0, 2));
  expect(first.meta).toMatchObject({ current_page: 1, from: 1, to: 2, per_page: 2 });
  expect(first.links.prev).toBeNull();
  const second = (await server.call('GET', '/v2/tasks?per_page=2&page=2', undefined, key)).json;
  expect(second.data.map((task: { id: string }) => task.id)).toEqual(ids.slice(2));
  expect(second.links.next).toBeNull();
});

test('a single answer is exactly {"data":…}, compact', async () => {
  const { text } = await server.call('POST', '/v2/import/upload', {});
  expect(text.startsWith('{"data":{"id":"')).toBe(true);
  expect(text).not.toMatch(/: |, "/);
});

test('a key over its rate is told when to come back', async () => {
  const slow = await startTestServer({ rateLimit: 3 });
  const answers = [];
  for (let call = 0; call < 4; call++) answers.push(await slow.call('GET', '/v2/users/me'));
  expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 429]);
  expect(answers[0]?.headers.get('x-ratelimit-remaining')).toBe('2');
  expect(answers[3]?.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
  expect(answers[3]?.json.code).toBe('RATE_LIMITED');
  await slow.stop();
});

test('a burst is worked off at once, not at the pace of the queue looking for work', async () => {
  const created = await Promise.all(
    Array.from({ length: 80 }, () =>
      server.call('POST', '/v2/import/raw', { file: 'x', filename: 'x' }),
    ),
  );
  // At four tasks in each two seconds this would take longer than any test may.
  for (const { json } of created) {
    expect((await server.call('GET', `/sync/v2/tasks/${json.data.id}`)).json.data.status).toBe(
      'finished',
    );
  }
});
