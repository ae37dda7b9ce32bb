import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer } from '../test-server.ts';

let server: Awaited<ReturnType<typeof startTestServer>>;
let key: string;
beforeAll(async () => {
  server = await startTestServer({ waiting: { longest: 60_000, quiet: 100, every: 20 } });
  key = await server.createKey();
});
afterAll(() => server.stop());

const call = (method: string, path: string, body?: unknown) => server.call(method, path, body, key);
const waitingTask = async (): Promise<string> =>
  (await call('POST', '/v2/import/upload', {})).json.data.id;

/** Reads an answer as it comes. */
function listen(path: string) {
  let text = '';
  let brokenOff = false;
  const changed = new Set<() => void>();
  const tell = () => {
    for (const wake of changed) wake();
  };
  const req = request(`${server.origin}${path}`, { headers: { authorization: `Bearer ${key}` } });
  const ended = new Promise<number | undefined>((resolve) => {
    req.on('error', () => {
      brokenOff = true;
      resolve(undefined);
    });
    req.on('response', (res) => {
      res.setEncoding('utf8');
      res.on('data', (piece: string) => {
        text += piece;
        tell();
      });
      res.on('error', () => {
        brokenOff = true;
      });
      res.on('close', () => resolve(res.statusCode));
    });
  });
  req.end();
  return {
    ended,
    get text() {
      return text;
    },
    get brokenOff() {
      return brokenOff;
    },
    leave: () => req.destroy(),
    async until(pattern: RegExp) {
      while (!pattern.test(text)) {
        await new Promise<void>((resolve) => {
          const wake = () => {
            changed.delete(wake);
            resolve();
          };
          changed.add(wake);
        });
      }
    },
  };
}

describe('a wait that is longer than a proxy bears', () => {
  test.each(['tasks/%/wait', '/sync/tasks/%', 'job'])('%s keeps the line alive', async (kind) => {
    let id: string;
    let path: string;
    if (kind === 'job') {
      const body = { tasks: { up: { operation: 'import/upload' } } };
      const job = (await call('POST', '/v2/jobs', body)).json.data;
      id = job.tasks[0].id;
      path = `/sync/v2/jobs/${job.id}`;
    } else {
      id = await waitingTask();
      path = kind.startsWith('/sync') ? `/sync/v2/tasks/${id}` : `/v2/tasks/${id}/wait`;
    }
    const answer = listen(path);
    await answer.until(/^\{"data": {3}/);
    await call('POST', `/v2/tasks/${id}/cancel`);
    expect(await answer.ended).toBe(200);
    expect(JSON.parse(answer.text).data.status).toBe('error');
    // As the official Java client reads it.
    expect(JSON.parse(answer.text.slice(8, -1)).status).toBe('error');
  });

  test('is broken off when there is nothing left to wait for', async () => {
    const id = await waitingTask();
    const answer = listen(`/sync/v2/tasks/${id}`);
    await answer.until(/^\{"data": /);
    await call('DELETE', `/v2/tasks/${id}`);
    await answer.ended;
    expect(answer.brokenOff).toBe(true);
  });

  test('frees everything when its client goes away', async () => {
    const id = await waitingTask();
    const answers = [listen(`/sync/v2/tasks/${id}`), listen(`/sync/v2/tasks/${id}`)];
    for (const answer of answers) await answer.until(/^\{"data": /);
    for (const answer of answers) answer.leave();
    await Promise.all(answers.map(({ ended }) => ended));
    // Others who wait are not touched by that.
    const third = listen(`/sync/v2/tasks/${id}`);
    await third.until(/^\{"data": /);
    await call('POST', `/v2/tasks/${id}/cancel`);
    await third.ended;
    expect(JSON.parse(third.text).data.code).toBe('CANCELLED');
  });
});

test('a short wait is answered to the byte as a call that does not wait', async () => {
  const body = { file: 'x', filename: 'x.txt' };
  const { id } = (await call('POST', '/v2/import/raw', body)).json.data;
  const waited = await call('GET', `/sync/v2/tasks/${id}`);
  const asked = await call('GET', `/v2/tasks/${id}`);
  expect(waited.json.data.status).toBe('finished');
  expect(waited.text).toBe(asked.text);
});

test('a wait is over when its time is, with the task as it is', async () => {
  const impatient = await startTestServer({ waiting: { longest: 50, quiet: 10_000, every: 10 } });
  const { id } = (await impatient.call('POST', '/v2/import/upload', {})).json.data;
  const { status, json } = await impatient.call('GET', `/sync/v2/tasks/${id}`);
  expect([status, json.data.status]).toEqual([200, 'waiting']);
  await impatient.stop();
});

test('a host that starts with sync. waits, too', async () => {
  const { id } = (await call('POST', '/v2/import/raw', { file: 'x', filename: 'x' })).json.data;
  const { port } = new URL(server.origin);
  const text = await new Promise<string>((resolve, reject) => {
    const headers = { authorization: `Bearer ${key}`, host: `sync.slipway.test:${port}` };
    request(`${server.origin}/v2/tasks/${id}`, { headers }, async (res) => {
      let body = '';
      for await (const piece of res.setEncoding('utf8')) body += piece;
      resolve(body);
    })
      .on('error', reject)
      .end();
  });
  expect(JSON.parse(text).data).toMatchObject({
    status: 'finished',
    links: { self: `http://slipway.test:${port}/v2/tasks/${id}` },
  });
});
