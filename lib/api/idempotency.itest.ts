import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer } from './test-server.ts';

let server: Awaited<ReturnType<typeof startTestServer>>;
let key: string;
beforeAll(async () => {
  server = await startTestServer();
  key = await server.createKey();
});
afterAll(() => server.stop());

const raw = { file: 'x', filename: 'x.txt' };
const job = (file: string) => ({ tasks: { in: { operation: 'import/raw', file, filename: 'x' } } });

async function post(
  path: string,
  body: unknown,
  idempotencyKey: string,
  { by = key, signal = null as AbortSignal | null } = {},
) {
  const response = await fetch(`${server.origin}${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${by}`,
      'content-type': 'application/json',
      'idempotency-key': idempotencyKey,
    },
    body: JSON.stringify(body),
    redirect: 'manual',
    signal,
  });
  const text = await response.text();
  const replayed = response.headers.get('idempotent-replayed') === 'true';
  return { status: response.status, text, replayed, location: response.headers.get('location') };
}
const countTasks = () => server.db.prisma.task.count();

test('the same request with the same key is made once, and answered alike', async () => {
  const id = randomUUID();
  const first = await post('/v2/import/raw', raw, id);
  const before = await countTasks();
  const again = await post('/v2/import/raw', raw, id);
  expect(first).toMatchObject({ status: 201, replayed: false });
  expect(again).toMatchObject({ status: 201, text: first.text, replayed: true });
  expect(await countTasks()).toBe(before);
});

test('so are ten at once', async () => {
  const id = randomUUID();
  const before = await countTasks();
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => post('/v2/jobs', job('x'), id)),
  );
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  expect(await countTasks()).toBe(before + 1);
});

test('a refusal is answered alike, too', async () => {
  const id = randomUUID();
  const first = await post('/v2/jobs', { tasks: {} }, id);
  expect(first.status).toBe(422);
  expect(await post('/v2/jobs', { tasks: {} }, id)).toMatchObject({
    status: 422,
    text: first.text,
    replayed: true,
  });
});

test('the same key for another request, address or right is refused', async () => {
  const id = randomUUID();
  await post('/v2/import/raw', raw, id);
  const { teamId } = await server.db.prisma.apiKey.findFirstOrThrow({
    orderBy: { createdAt: 'desc' },
  });
  const lesser = await server.createKey(['task.read', 'task.write']);
  await server.db.prisma.apiKey.updateMany({
    where: { scopes: { equals: ['task.read', 'task.write'] } },
    data: { teamId },
  });
  for (const other of [
    await post('/v2/import/raw', { ...raw, file: 'y' }, id),
    await post('/v2/import/base64', raw, id),
    await post('/v2/import/raw', raw, id, { by: lesser }),
  ]) {
    expect(other.status).toBe(422);
    expect(JSON.parse(other.text).errors['Idempotency-Key']).toEqual([
      expect.stringContaining('another request'),
    ]);
  }
});

test('keys are a team’s own, and last 24 hours', async () => {
  const id = randomUUID();
  const first = await post('/v2/import/raw', raw, id);
  const stranger = await server.createKey();
  const theirs = await post('/v2/import/raw', { ...raw, file: 'z' }, id, { by: stranger });
  expect(theirs).toMatchObject({ status: 201, replayed: false });
  server.clock.advance(24 * 3_600_000 + 1_000);
  const later = await post('/v2/import/raw', raw, id);
  expect(later.replayed).toBe(false);
  expect(later.text).not.toBe(first.text);
  server.clock.advance(24 * 3_600_000 + 1_000);
  await server.engine.keepHouse();
  expect(await server.db.prisma.idempotencyKey.count()).toBe(0);
});

test('whoever is tired of waiting for a job and sends it again waits for the same one', async () => {
  const id = randomUUID();
  const body = { tasks: { up: { operation: 'import/upload' } } };
  const impatient = new AbortController();
  const before = await countTasks();
  const first = post('/sync/v2/jobs', body, id, { signal: impatient.signal });
  first.catch(() => {});
  while ((await countTasks()) === before) await new Promise((resolve) => setTimeout(resolve, 20));
  impatient.abort();
  await expect(first).rejects.toThrow();
  const again = post('/sync/v2/jobs', body, id);
  const [task] = await server.db.prisma.task.findMany({ orderBy: { createdAt: 'desc' }, take: 1 });
  await server.call('POST', `/v2/tasks/${task?.id}/cancel`, undefined, key);
  const answer = await again;
  expect(answer).toMatchObject({ status: 201, replayed: true });
  expect(JSON.parse(answer.text).data).toMatchObject({
    status: 'error',
    tasks: [{ id: task?.id }],
  });
  expect(await countTasks()).toBe(before + 1);
});

test('a redirect leads to the same file again', async () => {
  const id = randomUUID();
  const body = {
    redirect: true,
    tasks: { ...job('x').tasks, out: { operation: 'export/url', input: 'in' } },
  };
  const first = await post('/sync/v2/jobs', body, id);
  const again = await post('/sync/v2/jobs', body, id);
  expect([first.status, again.status]).toEqual([302, 302]);
  expect(again.location).toBe(first.location);
});

test('what is kept is sealed, and a key that cannot be one is refused', async () => {
  const id = randomUUID();
  const { text } = await post('/v2/import/upload', {}, id);
  const row = await server.db.prisma.idempotencyKey.findFirstOrThrow({ where: { key: id } });
  expect(row.body).not.toContain(JSON.parse(text).data.id);
  expect((await post('/v2/import/raw', raw, 'a b')).status).toBe(422);
  expect((await post('/v2/import/raw', raw, 'k'.repeat(256))).status).toBe(422);
});
