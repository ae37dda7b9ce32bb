import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDeveloper } from '#lib/developers/test-developer.ts';
import { startTestServer } from './test-server.ts';

let server: Awaited<ReturnType<typeof startTestServer>>;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const hook = (path: string) => ({
  url: `https://example.com/${path}`,
  events: ['job.finished', 'job.failed'],
});

describe('POST /webhooks', () => {
  test('answers 201 with the webhook and its signing secret', async () => {
    const { status, json, text } = await server.call('POST', '/v2/webhooks', hook('one'));
    expect(status).toBe(201);
    expect(text.startsWith('{"data":{"id":"')).toBe(true);
    const { id, signing_secret: secret, ...rest } = json.data;
    expect(secret).toMatch(/^[0-9a-f]{48}$/);
    expect(rest).toEqual({
      url: 'https://example.com/one',
      disabled: false,
      failing: false,
      events: ['job.finished', 'job.failed'],
      created_at: '2026-03-01T12:00:00+00:00',
      links: { self: `${server.origin}/v2/webhooks/${id}` },
    });
  });

  test('tells the secret in no other answer, and keeps it sealed', async () => {
    const made = (await server.call('POST', '/v2/webhooks', hook('secret'))).json.data;
    for (const path of [`/v2/webhooks/${made.id}`, '/v2/users/me/webhooks'])
      expect((await server.call('GET', path)).text).not.toContain(made.signing_secret);
    const { secret } = await server.db.prisma.webhook.findUniqueOrThrow({
      where: { id: made.id },
    });
    expect(Buffer.from(secret).includes(made.signing_secret)).toBe(false);
  });

  test.each([
    [{}, ['url', 'events']],
    [{ ...hook('x'), url: 'example.com' }, ['url']],
    [{ ...hook('x'), url: 'ftp://example.com/' }, ['url']],
    [{ ...hook('x'), url: 'javascript:alert(1)' }, ['url']],
    [{ ...hook('x'), url: 'https://me:secret@example.com/' }, ['url']],
    [{ ...hook('x'), url: 7 }, ['url']],
    [{ ...hook('x'), events: [] }, ['events']],
    [{ ...hook('x'), events: 'job.created' }, ['events']],
    [{ ...hook('x'), events: ['job.created', 'job.exploded'] }, ['events.1']],
  ])('%j is refused at %j', async (body, fields) => {
    const { status, json } = await server.call('POST', '/v2/webhooks', body);
    expect(status).toBe(422);
    expect(json.code).toBe('INVALID_DATA');
    expect(Object.keys(json.errors)).toEqual(fields);
  });

  test('the audit log names key, host and events, and no token of the address', async () => {
    const { call, teamId } = await createTestDeveloper(server);
    await call('POST', '/v2/webhooks', {
      url: 'https://hooks.example.com/in?token=s3cr3t',
      events: ['job.created'],
    });
    const entries = await server.db.prisma.auditEntry.findMany({ where: { teamId } });
    expect(entries).toMatchObject([
      {
        action: 'webhook.create',
        actor: 'API key “test”',
        detail: { host: 'hooks.example.com', events: ['job.created'] },
      },
    ]);
    expect(JSON.stringify(entries)).not.toContain('s3cr3t');
  });
});

describe('GET /users/me/webhooks', () => {
  test('lists by url and by pages, newest first', async () => {
    const { call } = await createTestDeveloper(server);
    for (const path of ['a', 'b', 'c']) {
      server.clock.advance(1_000);
      await call('POST', '/v2/webhooks', hook(path));
    }
    const urls = (answer: { json: { data: { url: string }[] } }) =>
      answer.json.data.map(({ url }) => url.slice(-1));
    expect(urls(await call('GET', '/v2/users/me/webhooks'))).toEqual(['c', 'b', 'a']);
    const second = await call('GET', '/v2/users/me/webhooks?per_page=2&page=2');
    expect(urls(second)).toEqual(['a']);
    const path = `${server.origin}/v2/users/me/webhooks`;
    expect(second.json.links).toEqual({
      first: `${path}?page=1`,
      last: null,
      prev: `${path}?page=1`,
      next: null,
    });
    expect(second.json.meta).toEqual({ current_page: 2, from: 3, path, per_page: 2, to: 3 });
    const wanted = encodeURIComponent('https://example.com/b');
    expect(urls(await call('GET', `/v2/users/me/webhooks?filter[url]=${wanted}`))).toEqual(['b']);
  });
});

describe('DELETE /webhooks/{id}', () => {
  test('answers 204 without a body, and 404 from then on', async () => {
    const { id } = (await server.call('POST', '/v2/webhooks', hook('gone'))).json.data;
    expect(await server.call('DELETE', `/v2/webhooks/${id}`)).toMatchObject({
      status: 204,
      text: '',
    });
    expect((await server.call('GET', `/v2/webhooks/${id}`)).status).toBe(404);
    expect((await server.call('DELETE', `/v2/webhooks/${id}`)).status).toBe(404);
  });

  test.each(['none', randomUUID()])('%s is not there', async (id) => {
    const { status, json } = await server.call('DELETE', `/v2/webhooks/${id}`);
    expect(status).toBe(404);
    expect(json.code).toBe('NOT_FOUND');
  });
});

describe('who may', () => {
  test('webhook.read looks, webhook.write changes', async () => {
    const { id } = (await server.call('POST', '/v2/webhooks', hook('scopes'))).json.data;
    const reader = await server.createKey(['webhook.read']);
    const writer = await server.createKey(['webhook.write']);
    const status = async (method: string, path: string, key: string, body?: unknown) =>
      (await server.call(method, path, body, key)).status;
    expect(await status('GET', '/v2/users/me/webhooks', reader)).toBe(200);
    expect(await status('GET', '/v2/users/me/webhooks', writer)).toBe(403);
    expect(await status('GET', `/v2/webhooks/${id}`, writer)).toBe(403);
    expect(await status('POST', '/v2/webhooks', reader, hook('no'))).toBe(403);
    expect(await status('DELETE', `/v2/webhooks/${id}`, reader)).toBe(403);
    expect(await status('POST', '/v2/webhooks', writer, hook('yes'))).toBe(201);
  });

  test("another team's webhook is not there, in any call", async () => {
    const { id } = (await server.call('POST', '/v2/webhooks', hook('mine'))).json.data;
    const { call } = await createTestDeveloper(server);
    expect((await call('GET', `/v2/webhooks/${id}`)).status).toBe(404);
    expect((await call('DELETE', `/v2/webhooks/${id}`)).status).toBe(404);
    expect((await call('GET', '/v2/users/me/webhooks')).json.data).toEqual([]);
    expect((await server.call('GET', `/v2/webhooks/${id}`)).status).toBe(200);
  });
});
