import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer } from '#lib/api/test-server.ts';
import { openSigningSecret } from '#lib/vault/signing-secret.ts';
import { createKey } from './create-key.ts';
import { createSignedUrlBase } from './create-signed-url-base.ts';
import { createWebhook } from './create-webhook.ts';
import { getDelivery } from './get-delivery.ts';
import { listDeliveries } from './list-deliveries.ts';
import { listKeys } from './list-keys.ts';
import { listSignedUrlBases } from './list-signed-url-bases.ts';
import { listWebhooks } from './list-webhooks.ts';
import { removeWebhook } from './remove-webhook.ts';
import { revealJobSecret } from './reveal-job-secret.ts';
import { revokeKey } from './revoke-key.ts';
import { revokeSignedUrlBase } from './revoke-signed-url-base.ts';
import { ALL_SCOPES, READ_SCOPES } from './scopes.ts';
import { sendAgain } from './send-again.ts';
import { switchWebhook } from './switch-webhook.ts';
import { createTestDeveloper } from './test-developer.ts';

let server: Awaited<ReturnType<typeof startTestServer>>;
type Developer = Awaited<ReturnType<typeof createTestDeveloper>>;
let mine: Developer;
let theirs: Developer;

beforeAll(async () => {
  server = await startTestServer();
  mine = await createTestDeveloper(server);
  theirs = await createTestDeveloper(server);
});
afterAll(() => server.stop());

const NOT_FOUND = expect.objectContaining({ code: 'NOT_FOUND' });
const CONFLICT = expect.objectContaining({ code: 'CONFLICT' });
const FULL = { name: 'CI', scopes: ALL_SCOPES, expiresInDays: null };
const HOOK = { url: 'https://example.com/in', events: ['job.finished' as const] };

const statusOf = async (key: string, method = 'GET', path = '/v2/tasks') =>
  (await server.call(method, path, method === 'GET' ? undefined : {}, key)).status;

describe('an API key', () => {
  test('opens the API at once, and nothing once it is revoked', async () => {
    const { id, key } = await createKey(mine.context, FULL);
    expect(key).toMatch(/^slw_[0-9a-f]{48}$/);
    expect(await statusOf(key)).toBe(200);
    const row = (await listKeys(mine.context)).find((one) => one.id === id);
    expect(row).toMatchObject({ name: 'CI', expired: false, createdBy: 'Test' });
    expect(row?.lastUsedAt).not.toBeNull();
    await revokeKey(mine.context, id);
    expect(await statusOf(key)).toBe(401);
    expect((await listKeys(mine.context)).map((one) => one.id)).not.toContain(id);
    await expect(revokeKey(mine.context, id)).rejects.toEqual(NOT_FOUND);
  });

  test('that only reads cannot make anything', async () => {
    const { key } = await createKey(mine.context, { ...FULL, scopes: READ_SCOPES });
    expect(await statusOf(key)).toBe(200);
    expect(await statusOf(key, 'GET', '/v2/users/me')).toBe(200);
    expect(await statusOf(key, 'POST', '/v2/import/upload')).toBe(403);
    expect(await statusOf(key, 'POST', '/v2/webhooks')).toBe(403);
  });

  test('ends with its last day, and is shown as expired', async () => {
    const { id, key } = await createKey(mine.context, { ...FULL, expiresInDays: 7 });
    server.clock.advance(7 * 24 * 3_600_000 - 1_000);
    expect(await statusOf(key)).toBe(200);
    server.clock.advance(1_000);
    expect(await statusOf(key)).toBe(401);
    const row = (await listKeys(mine.context)).find((one) => one.id === id);
    expect(row?.expired).toBe(true);
  });

  test('of another team is not there', async () => {
    const { id, key } = await createKey(mine.context, FULL);
    await expect(revokeKey(theirs.context, id)).rejects.toEqual(NOT_FOUND);
    expect((await listKeys(theirs.context)).map((one) => one.id)).not.toContain(id);
    expect(await statusOf(key)).toBe(200);
  });

  test('stands nowhere: neither in its row nor in the audit log', async () => {
    const { id, key } = await createKey(mine.context, FULL);
    await revokeKey(mine.context, id);
    const { teamId } = mine;
    const rows = await server.db.prisma.apiKey.findMany({ where: { teamId } });
    const entries = await server.db.prisma.auditEntry.findMany({ where: { subject: id } });
    expect(entries.map(({ action, actor }) => [action, actor])).toEqual([
      ['api-key.create', 'dev@example.com'],
      ['api-key.revoke', 'dev@example.com'],
    ]);
    expect(JSON.stringify([rows, entries])).not.toContain(key.slice(4));
  });

  test('is the hundredth at most', async () => {
    const full = await createTestDeveloper(server);
    for (let i = 1; i < 100; i++) await createKey(full.context, FULL);
    await expect(createKey(full.context, FULL)).rejects.toThrow('at most 100 API keys');
    const [last] = await listKeys(full.context);
    await revokeKey(full.context, last?.id ?? '');
    await createKey(full.context, FULL);
  });
});

describe('a webhook', () => {
  test('is listed, disabled, enabled and deleted by its own team only', async () => {
    const { id } = await createWebhook(mine.context, HOOK);
    const find = async () => (await listWebhooks(mine.context)).find((one) => one.id === id);
    expect(await find()).toMatchObject({ ...HOOK, disabled: null, failing: false });
    await expect(switchWebhook(theirs.context, { id, enabled: false })).rejects.toEqual(NOT_FOUND);
    await expect(removeWebhook(theirs.context, id)).rejects.toEqual(NOT_FOUND);
    await switchWebhook(mine.context, { id, enabled: false });
    expect((await find())?.disabled).toBe('dev@example.com disabled it.');
    await switchWebhook(mine.context, { id, enabled: true });
    expect((await find())?.disabled).toBeNull();
    await removeWebhook(mine.context, id);
    expect(await find()).toBeUndefined();
    const entries = await server.db.prisma.auditEntry.findMany({ where: { subject: id } });
    expect(entries.map(({ action }) => action)).toEqual([
      'webhook.create',
      'webhook.disable',
      'webhook.enable',
      'webhook.delete',
    ]);
  });
});

/** A delivery that has ended. */
async function addDelivery(webhookId: string | null, given: object = {}) {
  const { id } = await server.db.prisma.webhookDelivery.create({
    data: {
      teamId: mine.teamId,
      webhookId,
      url: HOOK.url,
      host: 'example.com',
      event: 'job.finished',
      jobId: randomUUID(),
      body: '{"event":"job.finished"}',
      status: 'failed',
      tries: [{ at: server.clock.now().toISOString(), ms: 12, status: 404, answer: 'no' }],
      createdAt: server.clock.now(),
      ...given,
    },
  });
  return id;
}

describe('a delivery', () => {
  test('tells what was sent and what came back, to its own team only', async () => {
    const { id: webhookId } = await createWebhook(mine.context, HOOK);
    const id = await addDelivery(webhookId);
    expect(await getDelivery(mine.context, id)).toMatchObject({
      event: 'job.finished',
      body: '{"event":"job.finished"}',
      last: 'Answered 404',
      log: [{ status: 404, answer: 'no', ms: 12 }],
    });
    await expect(getDelivery(theirs.context, id)).rejects.toEqual(NOT_FOUND);
    const wanted = { webhookId };
    expect((await listDeliveries(theirs.context, wanted)).rows).toEqual([]);
    expect((await listDeliveries(mine.context, { webhookId: null })).rows).toEqual([]);
    const [row] = (await listWebhooks(mine.context)).filter((one) => one.id === webhookId);
    expect(row?.failing).toBe(true);
  });

  test('is sent again to the byte, as a delivery of its own', async () => {
    const { id: webhookId } = await createWebhook(mine.context, HOOK);
    const first = await addDelivery(webhookId);
    await expect(sendAgain(theirs.context, first)).rejects.toEqual(NOT_FOUND);
    server.clock.advance(1_000);
    const { id } = await sendAgain(mine.context, first);
    const { rows } = await listDeliveries(mine.context, { webhookId });
    expect(rows.map((row) => [row.id, row.status])).toEqual([
      [id, 'waiting'],
      [first, 'failed'],
    ]);
    expect((await getDelivery(mine.context, id)).body).toBe('{"event":"job.finished"}');
    await expect(sendAgain(mine.context, id)).rejects.toEqual(CONFLICT);
    await switchWebhook(mine.context, { id: webhookId, enabled: false });
    await expect(sendAgain(mine.context, first)).rejects.toEqual(CONFLICT);
  });

  test('of many is found by pages that rows which arrive do not shift', async () => {
    const { id: webhookId } = await createWebhook(mine.context, HOOK);
    const ids: string[] = [];
    for (let i = 0; i < 60; i++) {
      // Several at one moment, as a busy job makes them.
      if (i % 7 === 0) server.clock.advance(1);
      ids.push(await addDelivery(webhookId));
    }
    const first = await listDeliveries(mine.context, { webhookId });
    server.clock.advance(1);
    await addDelivery(webhookId);
    const cursor = first.nextCursor ?? undefined;
    const second = await listDeliveries(mine.context, { webhookId, cursor });
    const seen = [...first.rows, ...second.rows].map(({ id }) => id);
    expect(second.nextCursor).toBeNull();
    expect(seen).toHaveLength(60);
    expect(new Set(seen)).toEqual(new Set(ids));
  });
});

describe('the secret of webhook_url', () => {
  test('is one for each team, and looking at it is written down', async () => {
    const { secret } = await revealJobSecret(mine.context);
    expect(secret).toMatch(/^[0-9a-f]{48}$/);
    expect(await revealJobSecret(mine.context)).toEqual({ secret });
    expect(await revealJobSecret(theirs.context)).not.toEqual({ secret });
    const entries = await server.db.prisma.auditEntry.findMany({
      where: { teamId: mine.teamId, action: 'webhook.reveal-secret' },
    });
    expect(entries).toHaveLength(2);
    expect(JSON.stringify(entries)).not.toContain(secret);
  });
});

describe('a base of signed URLs', () => {
  test('keeps its secret sealed, and is revoked by its own team only', async () => {
    const { id, secret } = await createSignedUrlBase(mine.context, { name: 'Shop' });
    const row = await server.db.prisma.signedUrlBase.findUniqueOrThrow({ where: { id } });
    expect(Buffer.from(row.secret).includes(secret)).toBe(false);
    expect(openSigningSecret(mine.context.master, row)).toBe(secret);
    expect(await listSignedUrlBases(mine.context)).toMatchObject([{ id, name: 'Shop' }]);
    expect(await listSignedUrlBases(theirs.context)).toEqual([]);
    await expect(revokeSignedUrlBase(theirs.context, id)).rejects.toEqual(NOT_FOUND);
    await revokeSignedUrlBase(mine.context, id);
    expect(await listSignedUrlBases(mine.context)).toEqual([]);
    const revoked = await server.db.prisma.signedUrlBase.findUniqueOrThrow({ where: { id } });
    expect(revoked.revokedAt).not.toBeNull();
  });
});
