import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startTestServer } from '../test-server.ts';

type ClientSocket = {
  emit(event: string, ...args: unknown[]): void;
  on(event: string, listener: (...args: never[]) => void): void;
  onAny(listener: (event: string, channel: string, data: unknown) => void): void;
  close(): void;
};
// The client that the official one brings along.
const require = createRequire(createRequire(import.meta.url).resolve('cloudconvert'));
const { io } = require('socket.io-client') as {
  io(url: string, options: object): ClientSocket;
};

let server: Awaited<ReturnType<typeof startTestServer>>;
let key: string;
beforeAll(async () => {
  server = await startTestServer();
  key = await server.createKey();
});
afterAll(() => server.stop());

const sockets: ClientSocket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.close();
});

type Heard = { event: string; channel: string; data: { task: Wire; job: Wire } };
type Wire = { id: string; status: string; tasks: unknown[] };

function connect(transports = ['websocket']) {
  const socket = io(server.origin, { transports, forceNew: true, reconnection: false });
  sockets.push(socket);
  const heard: Heard[] = [];
  const wakes = new Set<() => void>();
  const wake = () => {
    for (const one of wakes) one();
  };
  socket.onAny((event, channel, data) => {
    heard.push({ event, channel, data: data as Heard['data'] });
    wake();
  });
  let closed = false;
  socket.on('disconnect', () => {
    closed = true;
    wake();
  });
  const until = async (holds: () => boolean) => {
    while (!holds())
      await new Promise<void>((resolve) => wakes.add(resolve)).then(() => wakes.clear());
  };
  return {
    heard,
    until,
    closed: () => until(() => closed),
    subscribe: (channel: string, by = key) =>
      socket.emit('subscribe', { channel, auth: { headers: { Authorization: `Bearer ${by}` } } }),
    emit: socket.emit.bind(socket),
    hears: (event: string) => until(() => heard.some((one) => one.event === event)),
    leave: () => socket.close(),
  };
}

const call = (method: string, path: string, body?: unknown) => server.call(method, path, body, key);
const newUpload = async (): Promise<string> =>
  (await call('POST', '/v2/import/upload', {})).json.data.id;

test.each([['websocket'], ['polling']])('over %s a change comes once it is made', async (line) => {
  const id = await newUpload();
  const client = connect([line]);
  client.subscribe(`private-task.${id}`);
  // What ended before is told when the subscription is in place.
  const done = await newUpload();
  await call('POST', `/v2/tasks/${done}/cancel`);
  client.subscribe(`private-task.${done}`);
  await client.hears('task.failed');
  await call('POST', `/v2/tasks/${id}/cancel`);
  await client.until(() => client.heard.length >= 2);
  expect(client.heard.map(({ event, data }) => [event, data.task.id])).toEqual([
    ['task.failed', done],
    ['task.failed', id],
  ]);
});

test('a job is told from its beginning to its end to who listens to a person', async () => {
  const me = (await call('GET', '/v2/users/me')).json.data.id;
  const client = connect();
  client.subscribe(`private-user.${me}.jobs`);
  const done = await newUpload();
  await call('POST', `/v2/tasks/${done}/cancel`);
  client.subscribe(`private-task.${done}`);
  await client.hears('task.failed');
  const raw = { operation: 'import/raw', file: 'x', filename: 'x' };
  await call('POST', '/v2/jobs', {
    tasks: { in: raw, out: { operation: 'export/url', input: 'in' } },
  });
  await client.hears('job.finished');
  const events = client.heard.flatMap(({ event }) => (event.startsWith('job.') ? [event] : []));
  expect(events[0]).toBe('job.created');
  expect(events.at(-1)).toBe('job.finished');
  expect(client.heard.at(-1)?.data.job).toMatchObject({
    status: 'finished',
    tasks: [{ status: 'finished' }, { status: 'finished' }],
  });
});

test('a job that is deleted while it runs has neither finished nor failed', async () => {
  const link = (input: string) => ({ operation: 'export/url', input });
  const raw = { operation: 'import/raw', file: 'x', filename: 'x' };
  const tasks = { a: raw, up: { operation: 'import/upload' }, b: link('up'), c: link('b') };
  const job = (await call('POST', '/v2/jobs', { tasks })).json.data;
  const ready = (await call('POST', '/sync/v2/jobs', { tasks: { in: raw } })).json.data;
  const client = connect();
  client.subscribe(`private-job.${job.id}`);
  client.subscribe(`private-job.${ready.id}`);
  await client.hears('job.finished');
  await call('DELETE', `/v2/jobs/${job.id}`);
  // What comes after the deletion: whatever it had to say was said before.
  const later = await newUpload();
  client.subscribe(`private-task.${later}`);
  await call('POST', `/v2/tasks/${later}/cancel`);
  await client.hears('task.failed');
  const ends = client.heard.filter(({ event }) => /^job\.(finished|failed)$/.test(event));
  expect(ends.map(({ data }) => data.job.id)).toEqual([ready.id]);
});

test('who has no right to a channel is told so, and hears nothing', async () => {
  const id = await newUpload();
  const reader = await server.createKey(['user.read']);
  const stranger = await server.createKey();
  const me = (await call('GET', '/v2/users/me')).json.data.id;
  const cases: [string, string, number][] = [
    [`private-task.${id}`, 'no-key', 401],
    [`private-task.${id}`, reader, 403],
    [`private-task.${id}`, stranger, 404],
    [`private-user.${me}.tasks`, stranger, 403],
  ];
  for (const [channel, by, status] of cases) {
    const client = connect();
    client.subscribe(channel, by);
    await client.hears('subscription_error');
    expect(client.heard[0]).toMatchObject({ channel, data: status });
    await call('GET', `/v2/tasks/${id}`);
    expect(client.heard).toHaveLength(1);
  }
});

test('who asks for what is not there again and again is shown out', async () => {
  const client = connect();
  for (let count = 0; count < 30; count++)
    client.emit('subscribe', { channel: `nonsense-${count}` });
  await client.closed();
  for (const odd of [undefined, null, 7, 'text', [], { channel: {} }]) {
    const other = connect();
    other.emit('subscribe', odd);
    await other.hears('subscription_error');
  }
});

test('clients that vanish leave nothing behind', async () => {
  const id = await newUpload();
  const before = connect();
  before.subscribe(`private-task.${id}`);
  for (let count = 0; count < 20; count++) {
    const client = connect();
    client.subscribe(`private-task.${id}`);
    await sleep(5);
    client.leave();
  }
  // A key has room for as many again: the places of those who left are free.
  const rest = Array.from({ length: 90 }, () => connect());
  for (const client of rest) client.subscribe(`private-task.${id}`);
  await call('POST', `/v2/tasks/${id}/cancel`);
  await Promise.all([before, ...rest].map((client) => client.hears('task.failed')));
});
