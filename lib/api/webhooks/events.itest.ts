import CloudConvert from 'cloudconvert';
import { describe, expect, test } from 'vitest';
import { revealJobSecret } from '#lib/developers/reveal-job-secret.ts';
import { createTestDeveloper } from '#lib/developers/test-developer.ts';
import { JOB_EVENTS, queueJobEvents } from '#lib/engine/webhooks/queue-events.ts';
import { webhookRig } from './test-webhooks.ts';

const rig = webhookRig();

describe('an event', () => {
  test('is the job as the API tells it, signed as the official client expects', async () => {
    const { secret } = await rig.addWebhook();
    const { json } = await rig.developer.call('POST', '/sync/v2/jobs', {
      tag: 'nightly',
      tasks: {
        in: { operation: 'import/raw', file: 'Straße', filename: 'a.txt' },
        out: { operation: 'export/url', input: 'in' },
      },
    });
    await rig.sendDue();
    const [event] = rig.receiver.received;
    if (!event) throw new Error('Nothing has come.');
    expect(event.headers['content-type']).toBe('application/json');
    expect(event.headers['user-agent']).toBe('Slipway');
    const told = (await rig.developer.call('GET', `/v2/jobs/${json.data.id}`)).json.data;
    expect(JSON.parse(event.body)).toEqual({ event: 'job.finished', job: told });
    const signature = String(event.headers['cloudconvert-signature']);
    const { webhooks } = new CloudConvert('key');
    expect(webhooks.verify(event.body, signature, secret)).toBe(true);
    const out = told.tasks.find(({ name }: { name: string }) => name === 'out');
    expect(await (await fetch(out.result.files[0].url)).text()).toBe('Straße');
    expect(await rig.onlyDelivery()).toMatchObject({
      status: 'delivered',
      nextAt: null,
      tries: [{ status: 200, answer: 'ok', signature }],
    });
  });

  test('comes for what a webhook wants, and for nothing else', async () => {
    await rig.addWebhook(['job.created', 'job.failed']);
    await rig.runJob();
    await rig.runJob({ operation: 'export/url', input: '73df1e16-fd8b-47a1-a156-f197babde91a' });
    await rig.sendDue();
    expect(rig.eventsReceived()).toEqual(['job.created', 'job.created', 'job.failed']);
  });

  test('of a job with several tasks comes once', async () => {
    await rig.addWebhook(JOB_EVENTS);
    const raw = { operation: 'import/raw', file: 'x', filename: 'x.txt' };
    await rig.developer.call('POST', '/sync/v2/jobs', {
      tasks: { a: raw, b: raw, c: raw, d: raw },
    });
    await rig.sendDue();
    expect(rig.eventsReceived()).toEqual(['job.created', 'job.finished']);
  });

  test('is not there without the change that made it', async () => {
    await rig.addWebhook();
    const job = await rig.runJob();
    await rig.server.db.prisma.webhookDelivery.deleteMany({});
    const undone = rig.server.db.prisma.$transaction(async (tx) => {
      await queueJobEvents(tx, [job.id], 'job.finished', rig.server.clock.now());
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await rig.deliveries()).toEqual([]);
  });

  test('reaches no other team', async () => {
    await rig.addWebhook(JOB_EVENTS);
    const other = await createTestDeveloper(rig.server);
    const task = { operation: 'import/raw', file: 'x', filename: 'x.txt' };
    await other.call('POST', '/sync/v2/jobs', { tasks: { in: task } });
    await rig.sendDue();
    expect(rig.receiver.received).toEqual([]);
  });

  test('of a job that is deleted before it ended does not come', async () => {
    await rig.addWebhook();
    const { json } = await rig.developer.call('POST', '/v2/jobs', {
      tasks: { in: { operation: 'import/upload' } },
    });
    await rig.developer.call('DELETE', `/v2/jobs/${json.data.id}`);
    expect(await rig.deliveries()).toEqual([]);
  });

  test("goes to the job's own webhook_url, signed with the team's secret for those", async () => {
    const { json } = await rig.developer.call('POST', '/v2/jobs', {
      tasks: { in: { operation: 'import/upload' } },
    });
    const { id, tasks } = json.data;
    await rig.server.db.prisma.job.update({
      where: { id },
      data: { webhookUrl: rig.receiver.url },
    });
    await rig.developer.call('POST', `/v2/tasks/${tasks[0].id}/cancel`);
    await rig.sendDue();
    expect(rig.eventsReceived()).toEqual(['job.failed']);
    const { secret } = await revealJobSecret(rig.developer.context);
    const [event] = rig.receiver.received;
    const signature = String(event?.headers['cloudconvert-signature']);
    const { webhooks } = new CloudConvert('key');
    expect(webhooks.verify(event?.body ?? '', signature, secret)).toBe(true);
    const other = await createTestDeveloper(rig.server);
    expect((await revealJobSecret(other.context)).secret).not.toBe(secret);
  });

  test.each([
    'https://example.com/in',
    'https://Example.COM:8443?x=https://other.example/',
    'http://user:pass@example.com/@other.example',
    'http://[2001:db8::1]:8080/in#part',
  ])('to %s waits at its host', async (webhookUrl) => {
    const { prisma } = rig.server.db;
    const { teamId } = rig.developer;
    const now = rig.server.clock.now();
    const { id } = await prisma.job.create({
      data: { teamId, webhookUrl, status: 'waiting', createdAt: now },
    });
    await prisma.$transaction((tx) => queueJobEvents(tx, [id], 'job.created', now));
    expect(await rig.onlyDelivery()).toMatchObject({
      url: webhookUrl,
      host: new URL(webhookUrl).host,
      status: 'waiting',
    });
  });
});
