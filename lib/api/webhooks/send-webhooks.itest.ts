import CloudConvert from 'cloudconvert';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createWebhook } from '#lib/developers/create-webhook.ts';
import type { WebhookTry } from '#lib/developers/delivery-types.ts';
import { revealJobSecret } from '#lib/developers/reveal-job-secret.ts';
import { switchWebhook } from '#lib/developers/switch-webhook.ts';
import { createTestDeveloper } from '#lib/developers/test-developer.ts';
import { JOB_EVENTS, queueJobEvent } from '#lib/engine/webhooks/queue-event.ts';
import { startTestServer } from '../test-server.ts';
import { claimDelivery, findDue } from './claim-delivery.ts';
import { createWebhookSender, type WebhookSender } from './send-webhooks.ts';
import { startReceiver } from './test-receiver.ts';

let server: Awaited<ReturnType<typeof startTestServer>>;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
let sender: WebhookSender;
let developer: Awaited<ReturnType<typeof createTestDeveloper>>;

beforeAll(async () => {
  server = await startTestServer({ egressAllow: '127.0.0.0/8' });
});
afterAll(() => server.stop());
beforeEach(async () => {
  receiver = await startReceiver();
  sender = newSender();
  developer = await createTestDeveloper(server);
});
afterEach(async () => {
  await sender.stop();
  await receiver.stop();
  await server.db.prisma.webhookDelivery.deleteMany({});
});

const newSender = (given: { deadlineMs?: number } = {}) =>
  createWebhookSender({
    engine: server.engine,
    bases: { app: server.origin, files: server.origin },
    ...given,
  });

const addWebhook = (events: readonly (typeof JOB_EVENTS)[number][] = ['job.finished']) =>
  createWebhook(developer.context, { url: receiver.url, events: [...events] });

/** A job of one small task, or of one that fails. */
async function runJob(task: object = { operation: 'import/raw', file: 'x', filename: 'x.txt' }) {
  const { json } = await developer.call('POST', '/sync/v2/jobs', { tasks: { in: task } });
  return json.data;
}

const deliveries = () =>
  server.db.prisma.webhookDelivery.findMany({
    where: { teamId: developer.teamId },
    orderBy: { createdAt: 'asc' },
  });

async function onlyDelivery() {
  const [one, ...others] = await deliveries();
  expect(others).toEqual([]);
  if (!one) throw new Error('There is no delivery.');
  return { ...one, tries: one.tries as WebhookTry[] };
}

const eventsReceived = () => receiver.received.map(({ body }) => JSON.parse(body).event).sort();

describe('an event', () => {
  test('is the job as the API tells it, signed as the official client expects', async () => {
    const { secret } = await addWebhook();
    const { json } = await developer.call('POST', '/sync/v2/jobs', {
      tag: 'nightly',
      tasks: {
        in: { operation: 'import/raw', file: 'Straße', filename: 'a.txt' },
        out: { operation: 'export/url', input: 'in' },
      },
    });
    await sender.sendDue();
    const [event] = receiver.received;
    if (!event) throw new Error('Nothing has come.');
    expect(event.headers['content-type']).toBe('application/json');
    expect(event.headers['user-agent']).toBe('Slipway');
    const told = (await developer.call('GET', `/v2/jobs/${json.data.id}`)).json.data;
    expect(JSON.parse(event.body)).toEqual({ event: 'job.finished', job: told });
    const signature = String(event.headers['cloudconvert-signature']);
    const { webhooks } = new CloudConvert('key');
    expect(webhooks.verify(event.body, signature, secret)).toBe(true);
    const out = told.tasks.find(({ name }: { name: string }) => name === 'out');
    expect(await (await fetch(out.result.files[0].url)).text()).toBe('Straße');
    expect(await onlyDelivery()).toMatchObject({
      status: 'delivered',
      nextAt: null,
      tries: [{ status: 200, answer: 'ok', signature }],
    });
  });

  test('comes for what a webhook wants, and for nothing else', async () => {
    await addWebhook(['job.created', 'job.failed']);
    await runJob();
    await runJob({ operation: 'export/url', input: '73df1e16-fd8b-47a1-a156-f197babde91a' });
    await sender.sendDue();
    expect(eventsReceived()).toEqual(['job.created', 'job.created', 'job.failed']);
  });

  test('of a job with several tasks comes once', async () => {
    await addWebhook(JOB_EVENTS);
    const raw = { operation: 'import/raw', file: 'x', filename: 'x.txt' };
    await developer.call('POST', '/sync/v2/jobs', { tasks: { a: raw, b: raw, c: raw, d: raw } });
    await sender.sendDue();
    expect(eventsReceived()).toEqual(['job.created', 'job.finished']);
  });

  test('is not there without the change that made it', async () => {
    await addWebhook();
    const job = await runJob();
    await server.db.prisma.webhookDelivery.deleteMany({});
    const undone = server.db.prisma.$transaction(async (tx) => {
      await queueJobEvent(tx, job.id, 'job.finished', server.clock.now());
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await deliveries()).toEqual([]);
  });

  test('reaches no other team', async () => {
    await addWebhook(JOB_EVENTS);
    developer = await createTestDeveloper(server);
    await runJob();
    await sender.sendDue();
    expect(receiver.received).toEqual([]);
  });

  test('of a job that is deleted before it ended does not come', async () => {
    await addWebhook();
    const { json } = await developer.call('POST', '/v2/jobs', {
      tasks: { in: { operation: 'import/upload' } },
    });
    await developer.call('DELETE', `/v2/jobs/${json.data.id}`);
    expect(await deliveries()).toEqual([]);
  });

  test("goes to the job's own webhook_url, signed with the team's secret for those", async () => {
    const { json } = await developer.call('POST', '/v2/jobs', {
      tasks: { in: { operation: 'import/upload' } },
    });
    const { id, tasks } = json.data;
    await server.db.prisma.job.update({ where: { id }, data: { webhookUrl: receiver.url } });
    await developer.call('POST', `/v2/tasks/${tasks[0].id}/cancel`);
    await sender.sendDue();
    expect(eventsReceived()).toEqual(['job.failed']);
    const { secret } = await revealJobSecret(developer.context);
    const [event] = receiver.received;
    const signature = String(event?.headers['cloudconvert-signature']);
    const { webhooks } = new CloudConvert('key');
    expect(webhooks.verify(event?.body ?? '', signature, secret)).toBe(true);
    const other = await createTestDeveloper(server);
    expect((await revealJobSecret(other.context)).secret).not.toBe(secret);
  });
});

describe('a receiver that', () => {
  test('answers 500 is tried four times, with growing pauses and the same bytes', async () => {
    receiver.answer = (res) => void res.writeHead(500).end('not now');
    await addWebhook();
    await runJob();
    for (const [pause, tries] of [
      [0, 1],
      [5_000, 2],
      [60_000, 3],
      [600_000, 4],
    ] as const) {
      if (pause > 0) {
        server.clock.advance(pause - 1);
        await sender.sendDue();
        expect(receiver.received).toHaveLength(tries - 1);
        server.clock.advance(1);
      }
      await sender.sendDue();
      expect(receiver.received).toHaveLength(tries);
    }
    server.clock.advance(3_600_000);
    await sender.sendDue();
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
    expect(receiver.received).toHaveLength(4);
    const { status, tries } = await onlyDelivery();
    expect(status).toBe('failed');
    expect(tries.map((one) => [one.status, one.answer])).toEqual(Array(4).fill([500, 'not now']));
  });

  test('comes back is told then', async () => {
    receiver.answer = (res) => res.destroy();
    await addWebhook();
    await runJob();
    await sender.sendDue();
    receiver.answer = (res) => void res.writeHead(204).end();
    server.clock.advance(5_000);
    await sender.sendDue();
    const { status, tries } = await onlyDelivery();
    expect(status).toBe('delivered');
    expect(tries[0]?.error).toContain('broke off');
    expect(tries[1]).toMatchObject({ status: 204, answer: '' });
  });

  test('does not answer is given up after its time, and tried again', async () => {
    receiver.answer = () => {};
    sender = newSender({ deadlineMs: 100 });
    await addWebhook();
    await runJob();
    await sender.sendDue();
    const { status, tries, nextAt } = await onlyDelivery();
    expect(status).toBe('waiting');
    expect(tries).toMatchObject([{ error: 'It did not answer within 0.1 s.' }]);
    expect(nextAt).toEqual(new Date(server.clock.now().getTime() + 5_000));
  });

  test.each([400, 404, 429])('answers %i is not tried again', async (status) => {
    receiver.answer = (res) => void res.writeHead(status).end();
    await addWebhook();
    await runJob();
    await sender.sendDue();
    server.clock.advance(3_600_000);
    await sender.sendDue();
    expect(receiver.received).toHaveLength(1);
    expect((await onlyDelivery()).status).toBe('failed');
  });

  test('redirects is not followed', async () => {
    const elsewhere = await startReceiver();
    receiver.answer = (res) => void res.writeHead(307, { location: elsewhere.url }).end();
    await addWebhook();
    await runJob();
    await sender.sendDue();
    expect(elsewhere.received).toEqual([]);
    await elsewhere.stop();
    const { status, tries } = await onlyDelivery();
    expect(status).toBe('failed');
    expect(tries[0]).toMatchObject({ status: 307, error: expect.stringContaining('redirect') });
  });

  test('answers 410 is told nothing any more, until somebody enables it', async () => {
    receiver.answer = (res) => void res.writeHead(410).end();
    const { id } = await addWebhook();
    await runJob();
    await sender.sendDue();
    const { data } = (await developer.call('GET', `/v2/webhooks/${id}`)).json;
    expect(data).toMatchObject({ disabled: true, failing: true });
    await runJob();
    expect(await deliveries()).toHaveLength(1);
    const entries = await server.db.prisma.auditEntry.findMany({ where: { subject: id } });
    expect(entries.map(({ action, actor }) => [action, actor])).toContainEqual([
      'webhook.disable',
      'Slipway',
    ]);
    receiver.answer = (res) => void res.writeHead(200).end();
    await switchWebhook(developer.context, { id, enabled: true });
    await runJob();
    await sender.sendDue();
    expect(receiver.received).toHaveLength(2);
  });

  test('talks much has the first 2 KB of it kept', async () => {
    receiver.answer = (res) => void res.writeHead(200).end(`\u0000${'y'.repeat(1_000_000)}`);
    await addWebhook();
    await runJob();
    await sender.sendDue();
    expect((await onlyDelivery()).tries[0]?.answer).toBe('y'.repeat(2_047));
  });

  test('is slow holds up nobody else, and has two connections at most', async () => {
    const slow = await startReceiver();
    const held: (() => void)[] = [];
    let most = 0;
    slow.answer = (res) => {
      held.push(() => void res.writeHead(200).end());
      most = Math.max(most, held.length);
    };
    await createWebhook(developer.context, { url: slow.url, events: ['job.finished'] });
    for (let i = 0; i < 20; i++) await runJob();
    await addWebhook(['job.finished']);
    await runJob();
    const all = sender.sendDue();
    await receiver.untilReceived(1);
    await slow.untilReceived(2);
    expect(slow.received).toHaveLength(2);
    slow.answer = (res) => void res.writeHead(200).end();
    for (const release of held) release();
    await all;
    expect(most).toBe(2);
    expect(slow.received).toHaveLength(21);
    await slow.stop();
  });

  test('stands on a private address is refused, and that is said once', async () => {
    const closed = await startTestServer();
    const inside = await createTestDeveloper(closed);
    await createWebhook(inside.context, { url: receiver.url, events: ['job.finished'] });
    await inside.call('POST', '/sync/v2/jobs', {
      tasks: { in: { operation: 'import/raw', file: 'x', filename: 'x' } },
    });
    const bases = { app: closed.origin, files: closed.origin };
    const guarded = createWebhookSender({ engine: closed.engine, bases });
    await guarded.sendDue();
    closed.clock.advance(3_600_000);
    await guarded.sendDue();
    await guarded.stop();
    const rows = await closed.db.prisma.webhookDelivery.findMany();
    await closed.stop();
    expect(rows).toMatchObject([
      { status: 'failed', tries: [{ error: expect.stringContaining('EGRESS_ALLOW') }] },
    ]);
    expect(receiver.received).toEqual([]);
  });
});

describe('a process', () => {
  test('that died in the middle of a try leaves it to the next', async () => {
    await addWebhook();
    await runJob();
    const { context } = server.engine;
    const [due] = await findDue(context, { busyHosts: [], perHost: 2, limit: 1 });
    if (!due) throw new Error('Nothing is due.');
    await claimDelivery(context, due, 30_000);
    await sender.sendDue();
    expect(receiver.received).toEqual([]);
    server.clock.advance(30_000);
    await newSender().sendDue();
    expect(receiver.received).toHaveLength(1);
    expect((await onlyDelivery()).status).toBe('delivered');
  });

  test('that stops gives back what hangs, and it counts as no try', async () => {
    receiver.answer = () => {};
    await addWebhook();
    await runJob();
    const sending = sender.sendDue();
    await receiver.untilReceived(1);
    await sender.stop();
    await sending;
    expect(await onlyDelivery()).toMatchObject({ status: 'waiting', attempts: 0, tries: [] });
    receiver.answer = (res) => void res.writeHead(200).end();
    await newSender().sendDue();
    expect((await onlyDelivery()).status).toBe('delivered');
  });

  test('sends without being asked once it has started', async () => {
    await addWebhook();
    sender.start();
    await runJob();
    await receiver.untilReceived(1);
    expect(eventsReceived()).toEqual(['job.finished']);
  });

  test('beside another sends nothing twice', async () => {
    await addWebhook();
    for (let i = 0; i < 30; i++) await runJob();
    const other = newSender();
    await Promise.all([sender.sendDue(), other.sendDue()]);
    await other.stop();
    const ids = receiver.received.map(({ headers }) => headers['slipway-delivery']);
    expect(ids).toHaveLength(30);
    expect(new Set(ids).size).toBe(30);
  });
});
