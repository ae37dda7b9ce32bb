import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import CloudConvert from 'cloudconvert';
import type { JobEventData } from 'cloudconvert/built/lib/JobsResource.js';
import type { TaskEventData } from 'cloudconvert/built/lib/TasksResource.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadMasterKey } from '#lib/vault/key-file.ts';
import { seal } from '#lib/vault/seal.ts';
import { startTestServer } from '../test-server.ts';
import { startFront } from './test-front.ts';

let server: Awaited<ReturnType<typeof startTestServer>>;
let undoFront: () => Promise<void>;
let client: CloudConvert;
let dir: string;
beforeAll(async () => {
  server = await startTestServer({ appUrl: 'https://api.cloudconvert.com' });
  undoFront = await startFront(Number(new URL(server.origin).port));
  client = new CloudConvert(await server.createKey());
  dir = await mkdtemp(path.join(tmpdir(), 'slipway-client-'));
});
afterAll(async () => {
  client.closeSocket();
  await undoFront();
  await server.stop();
  await rm(dir, { recursive: true });
});

const raw = (file: string, filename = 'a.txt') =>
  ({ operation: 'import/raw', file, filename }) as const;
const link = (input: string | string[]) => ({ operation: 'export/url', input }) as const;

/** The next event, and how many came in all. */
function listenFor<T>(subscribe: (take: (event: T) => void) => unknown) {
  const events: T[] = [];
  const { promise, resolve } = Promise.withResolvers<T>();
  subscribe((event) => {
    events.push(event);
    resolve(event);
  });
  return { events, first: promise };
}

describe('its quick start', () => {
  test('creates a job, uploads a stream, waits and downloads', async () => {
    const file = path.join(dir, 'file.pdf');
    await writeFile(file, 'a document');
    let job = await client.jobs.create({
      tag: 'quick',
      tasks: {
        'upload-my-file': { operation: 'import/upload' },
        'export-my-file': link('upload-my-file'),
      },
    });
    const upload = job.tasks.find((task) => task.name === 'upload-my-file');
    if (!upload) throw new Error('the task is not in the job');
    // Its own README passes a task of a job, which its types give no payload.
    await client.tasks.upload(upload as never, createReadStream(file), 'file.pdf');
    job = await client.jobs.wait(job.id);
    expect(job.status).toBe('finished');
    const [exported] = client.jobs.getExportUrls(job);
    expect(exported?.filename).toBe('file.pdf');
    expect(await (await fetch(exported?.url ?? '')).text()).toBe('a document');
  });

  test.each([
    ['with space.png', 'with space.png'],
    ['käse & brot 🚢.pdf', 'käse & brot 🚢.pdf'],
    ['semi;colon; twice.txt', 'semi;colon; twice.txt'],
    ["it's.txt", "it's.txt"],
    ['a=b, c.txt', 'a=b, c.txt'],
    // Windows has no such names: they become what can be stored everywhere.
    ['quo"ted".txt', 'quo_ted_.txt'],
  ])('uploads a file named %s as %s', async (name, stored) => {
    const task = await client.tasks.create('import/upload', {});
    const bytes = new TextEncoder().encode(`bytes of ${name}`);
    await client.tasks.upload(task as never, bytes, name);
    const done = await client.tasks.wait(task.id);
    const files = done.result?.files ?? [];
    expect(files).toMatchObject([{ filename: stored, size: bytes.byteLength }]);
  });

  test('is told what is wrong with a job', async () => {
    const wrong = client.jobs.create({ tasks: { out: link('nobody') } });
    const error = await wrong.catch((thrown: Error) => thrown);
    const answer = (error as Error).cause as Response;
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({
      errors: { 'tasks.out.input': [expect.any(String)] },
    });
  });
});

describe('tasks and jobs', () => {
  test('are listed, shown, waited for and deleted', async () => {
    const job = await client.jobs.create({ tag: 'mine', tasks: { in: raw('x') } });
    await client.jobs.wait(job.id);
    expect((await client.jobs.all({ 'filter[tag]': 'mine' })).map(({ id }) => id)).toEqual([
      job.id,
    ]);
    const [task] = await client.tasks.all({ 'filter[job_id]': job.id });
    expect(task?.status).toBe('finished');
    const shown = await client.tasks.get(task?.id ?? '', { include: 'payload' });
    expect(shown.payload).toMatchObject({ operation: 'import/raw', filename: 'a.txt' });
    expect((await client.jobs.get(job.id)).tasks).toHaveLength(1);
    await client.jobs.delete(job.id);
    await expect(client.jobs.get(job.id)).rejects.toThrow('Not Found');
    await expect(client.tasks.get(task?.id ?? '')).rejects.toThrow('Not Found');
  });

  test('are cancelled and deleted one by one', async () => {
    const task = await client.tasks.create('import/upload', {});
    const cancelled = await client.tasks.cancel(task.id);
    expect(cancelled).toMatchObject({ status: 'error', code: 'CANCELLED' });
    await client.tasks.delete(task.id);
    await expect(client.tasks.get(task.id)).rejects.toThrow('Not Found');
  });

  test('are tried again', async () => {
    const task = await client.tasks.create('import/raw', { file: 'x', filename: 'x.txt' });
    await client.tasks.wait(task.id);
    const again = await client.call('POST', `tasks/${task.id}/retry`);
    const done = await client.tasks.wait(again.id);
    expect(done).toMatchObject({ status: 'finished', retry_of_task_id: task.id });
  });

  test('belong to somebody', async () => {
    const me = await client.users.me();
    expect(me).toMatchObject({ username: 'Test', credits: 0 });
    expect(me.email).toContain('@');
  });
});

describe('events', () => {
  test('of a job and its tasks come when they happen', async () => {
    const job = await client.jobs.create({
      tasks: { up: { operation: 'import/upload' }, out: link('up') },
    });
    const ended = listenFor<JobEventData>((take) =>
      client.jobs.subscribeEvent(job.id, 'finished', take),
    );
    const task = listenFor<TaskEventData>((take) =>
      client.jobs.subscribeTaskEvent(job.id, 'finished', take),
    );
    const upload = job.tasks.find(({ name }) => name === 'up');
    await client.tasks.upload(upload as never, new TextEncoder().encode('x'), 'x.txt');
    expect((await ended.first).job).toMatchObject({ id: job.id, status: 'finished' });
    expect((await task.first).task).toMatchObject({ status: 'finished', job_id: job.id });
    const files = client.jobs.getExportUrls((await ended.first).job);
    expect(files[0]?.url).toMatch(/^https:\/\/api\.cloudconvert\.com\/files\//);
  });

  test('of what ended before come to a late subscriber, once', async () => {
    const task = await client.tasks.create('import/url', { url: 'http://127.0.0.1:1/' });
    await client.tasks.wait(task.id);
    const failed = listenFor<TaskEventData>((take) =>
      client.tasks.subscribeEvent(task.id, 'failed', take),
    );
    expect((await failed.first).task).toMatchObject({ id: task.id, code: 'EGRESS_BLOCKED' });
    await client.tasks.wait((await client.tasks.create('import/raw', raw('x'))).id);
    expect(failed.events).toHaveLength(1);
  });

  test('of all that a person makes', async () => {
    const me = await client.users.me();
    const created = listenFor<JobEventData>((take) =>
      client.users.subscribeJobEvent(me.id, 'created', take),
    );
    const finished = listenFor<TaskEventData>((take) =>
      client.users.subscribeTaskEvent(me.id, 'finished', take),
    );
    // Those two are in place once an event of a later subscription has come: they go one after the other.
    const task = await client.tasks.create('import/raw', raw('x'));
    await client.tasks.wait(task.id);
    await listenFor<TaskEventData>((take) => client.tasks.subscribeEvent(task.id, 'finished', take))
      .first;
    const job = await client.jobs.create({ tasks: { in: raw('y') } });
    expect((await created.first).job.id).toBe(job.id);
    expect((await finished.first).task.status).toBe('finished');
  });
});

test('signs links that run a job', async () => {
  const team = await server.createTeam();
  const [id, secret] = [randomUUID(), randomUUID()];
  const bound = { team: team.teamId, record: id, field: 'signing_secret' };
  const sealed = seal(await loadMasterKey(server.dir), secret, bound);
  const createdAt = server.clock.now();
  await server.db.prisma.signedUrlBase.create({
    data: { id, teamId: team.teamId, name: 'links', secret: new Uint8Array(sealed), createdAt },
  });
  const job = { tasks: { in: raw('signed'), out: { ...link('in'), inline: true } } };
  const url = client.signedUrls.sign(`https://api.cloudconvert.com/s/${id}`, secret, job, 'key');
  expect(await (await fetch(url)).text()).toBe('signed');
});
