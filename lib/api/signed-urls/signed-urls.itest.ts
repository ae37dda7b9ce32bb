import { randomUUID } from 'node:crypto';
import CloudConvert from 'cloudconvert';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadMasterKey } from '#lib/vault/key-file.ts';
import { seal } from '#lib/vault/seal.ts';
import { startTestServer } from '../test-server.ts';

let server: Awaited<ReturnType<typeof startTestServer>>;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const { signedUrls } = new CloudConvert('unused');

async function createBase() {
  const { teamId, userId } = await server.createTeam();
  const id = randomUUID();
  const secret = randomUUID();
  const bound = { team: teamId, record: id, field: 'signing_secret' };
  const sealed = seal(await loadMasterKey(server.dir), secret, bound);
  await server.db.prisma.signedUrlBase.create({
    data: {
      id,
      teamId,
      name: 'test',
      secret: new Uint8Array(sealed),
      createdById: userId,
      createdAt: server.clock.now(),
    },
  });
  const sign = (job: object, cacheKey?: string) =>
    signedUrls.sign(`${server.origin}/s/${id}`, secret, job as never, cacheKey ?? null);
  return { id, teamId, sign, jobs: () => server.db.prisma.job.count({ where: { teamId } }) };
}

const hello = (file = 'hello') => ({
  tasks: {
    in: { operation: 'import/raw', file, filename: 'hello.txt' },
    out: { operation: 'export/url', input: 'in', inline: true },
  },
});
const follow = (url: string, method = 'GET') => fetch(url, { method, redirect: 'manual' });

test('a link runs its job and leads to the file, anew each time', async () => {
  const base = await createBase();
  const url = base.sign(hello());
  expect(await (await fetch(url)).text()).toBe('hello');
  const answer = await follow(url);
  expect([answer.status, answer.headers.get('cache-control')]).toEqual([302, 'no-store']);
  expect(await base.jobs()).toBe(2);
  const { lastUsedAt } = await server.db.prisma.signedUrlBase.findUniqueOrThrow({
    where: { id: base.id },
  });
  expect(lastUsedAt).toEqual(server.clock.now());
});

test('with a cache key one job serves all, at once and later, until it is gone', async () => {
  const base = await createBase();
  const url = base.sign(hello(), 'logo-1');
  const texts = await Promise.all(Array.from({ length: 8 }, async () => (await fetch(url)).text()));
  expect(new Set(texts)).toEqual(new Set(['hello']));
  expect(await base.jobs()).toBe(1);
  // As with the hosted service: the key decides, not the job.
  expect(await (await fetch(base.sign(hello('other'), 'logo-1'))).text()).toBe('hello');
  expect(await (await fetch(base.sign(hello('other'), 'logo-2'))).text()).toBe('other');
  server.clock.advance(24 * 3_600_000 + 1_000);
  await server.engine.keepHouse();
  expect(await (await fetch(base.sign(hello('new'), 'logo-1'))).text()).toBe('new');
});

test('a job that failed is not kept', async () => {
  const base = await createBase();
  const failing = {
    tasks: {
      in: { operation: 'import/url', url: 'http://127.0.0.1:1/x' },
      out: { operation: 'export/url', input: 'in' },
    },
  };
  const answer = await follow(base.sign(failing, 'k'));
  expect(answer.status).toBe(422);
  expect(answer.headers.get('content-type')).toContain('text/html');
  expect(await answer.text()).toContain('could not be made');
  expect(await (await fetch(base.sign(hello(), 'k'))).text()).toBe('hello');
});

test('a link that was changed, withdrawn or never made is a page that says so', async () => {
  const base = await createBase();
  const url = base.sign(hello());
  expect((await follow(url.replace(/&s=.{4}/, '&s=0000'))).status).toBe(403);
  expect((await follow(`${server.origin}/s/${base.id}`)).status).toBe(403);
  expect((await follow(url.replace(base.id, randomUUID()))).status).toBe(404);
  for (const method of ['POST', 'HEAD']) expect((await follow(url, method)).status).toBe(405);
  expect(await base.jobs()).toBe(0);
  await server.db.prisma.signedUrlBase.update({
    where: { id: base.id },
    data: { revokedAt: server.clock.now() },
  });
  const revoked = await follow(url);
  expect(revoked.status).toBe(410);
  expect(await revoked.text()).toContain('no longer works');
  expect(await base.jobs()).toBe(0);
});

test('a job that cannot be made is named by path to programs', async () => {
  const base = await createBase();
  const { in: input } = hello().tasks;
  const url = base.sign({ tasks: { in: input, x: { operation: 'export/s3', input: 'in' } } });
  const answer = await fetch(url, { headers: { accept: 'application/json' } });
  expect(answer.status).toBe(422);
  const { errors } = (await answer.json()) as { errors: Record<string, string[]> };
  expect(Object.keys(errors)).toEqual(expect.arrayContaining(['redirect', 'tasks.x.bucket']));
  expect((await follow(base.sign(hello(), 'no/slash'))).status).toBe(422);
});
