import { describe, expect, test } from 'vitest';
import { switchWebhook } from '#lib/developers/switch-webhook.ts';
import { createEgress } from '#lib/engine/egress.ts';
import { createWebhookSender } from './send-webhooks.ts';
import { startReceiver } from './test-receiver.ts';
import { webhookRig } from './test-webhooks.ts';

const rig = webhookRig();

describe('a receiver that', () => {
  test('answers 500 is tried four times, with growing pauses and the same bytes', async () => {
    rig.receiver.answer = (res) => void res.writeHead(500).end('not now');
    await rig.addWebhook();
    await rig.runJob();
    for (const [pause, tries] of [
      [0, 1],
      [5_000, 2],
      [60_000, 3],
      [600_000, 4],
    ] as const) {
      if (pause > 0) {
        rig.server.clock.advance(pause - 1);
        await rig.sendDue();
        expect(rig.receiver.received).toHaveLength(tries - 1);
        rig.server.clock.advance(1);
      }
      await rig.sendDue();
      expect(rig.receiver.received).toHaveLength(tries);
    }
    rig.server.clock.advance(3_600_000);
    await rig.sendDue();
    expect(new Set(rig.receiver.received.map(({ body }) => body)).size).toBe(1);
    expect(rig.receiver.received).toHaveLength(4);
    const { status, tries } = await rig.onlyDelivery();
    expect(status).toBe('failed');
    expect(tries.map((one) => [one.status, one.answer])).toEqual(Array(4).fill([500, 'not now']));
  });

  test('comes back is told then', async () => {
    rig.receiver.answer = (res) => res.destroy();
    await rig.addWebhook();
    await rig.runJob();
    await rig.sendDue();
    rig.receiver.answer = (res) => void res.writeHead(204).end();
    rig.server.clock.advance(5_000);
    await rig.sendDue();
    const { status, tries } = await rig.onlyDelivery();
    expect(status).toBe('delivered');
    expect(tries[0]?.error).toContain('broke off');
    expect(tries[1]).toMatchObject({ status: 204, answer: '' });
  });

  test('does not answer is given up after its time, and tried again', async () => {
    rig.receiver.answer = () => {};
    const sender = rig.newSender({ deadlineMs: 100 });
    await rig.addWebhook();
    await rig.runJob();
    await sender.sendDue();
    const { status, tries, nextAt } = await rig.onlyDelivery();
    expect(status).toBe('waiting');
    expect(tries).toMatchObject([{ error: 'It did not answer within 0.1 s.' }]);
    expect(nextAt).toEqual(new Date(rig.server.clock.now().getTime() + 5_000));
  });

  test.each([400, 404, 429])('answers %i is not tried again', async (status) => {
    rig.receiver.answer = (res) => void res.writeHead(status).end();
    await rig.addWebhook();
    await rig.runJob();
    await rig.sendDue();
    rig.server.clock.advance(3_600_000);
    await rig.sendDue();
    expect(rig.receiver.received).toHaveLength(1);
    expect((await rig.onlyDelivery()).status).toBe('failed');
  });

  test('redirects is not followed', async () => {
    const elsewhere = await startReceiver();
    rig.receiver.answer = (res) => void res.writeHead(307, { location: elsewhere.url }).end();
    await rig.addWebhook();
    await rig.runJob();
    await rig.sendDue();
    expect(elsewhere.received).toEqual([]);
    await elsewhere.stop();
    const { status, tries } = await rig.onlyDelivery();
    expect(status).toBe('failed');
    expect(tries[0]).toMatchObject({ status: 307, error: expect.stringContaining('redirect') });
  });

  test('answers 410 is told nothing any more, until somebody enables it', async () => {
    rig.receiver.answer = (res) => void res.writeHead(410).end();
    const { id } = await rig.addWebhook();
    await rig.runJob();
    await rig.sendDue();
    const { data } = (await rig.developer.call('GET', `/v2/webhooks/${id}`)).json;
    expect(data).toMatchObject({ disabled: true, failing: true });
    await rig.runJob();
    expect(await rig.deliveries()).toHaveLength(1);
    const entries = await rig.server.db.prisma.auditEntry.findMany({ where: { subject: id } });
    expect(entries.map(({ action, actor }) => [action, actor])).toContainEqual([
      'webhook.disable',
      'Slipway',
    ]);
    rig.receiver.answer = (res) => void res.writeHead(200).end();
    await switchWebhook(rig.developer.context, { id, enabled: true });
    await rig.runJob();
    await rig.sendDue();
    expect(rig.receiver.received).toHaveLength(2);
  });

  test('talks much has the first 2 KB of it kept', async () => {
    rig.receiver.answer = (res) => void res.writeHead(200).end(`\u0000${'y'.repeat(1_000_000)}`);
    await rig.addWebhook();
    await rig.runJob();
    await rig.sendDue();
    expect((await rig.onlyDelivery()).tries[0]?.answer).toBe('y'.repeat(2_047));
  });

  test('is slow holds up nobody else, and has two connections at most', async () => {
    const slow = await startReceiver();
    const held: (() => void)[] = [];
    let most = 0;
    slow.answer = (res) => {
      held.push(() => void res.writeHead(200).end());
      most = Math.max(most, held.length);
    };
    await rig.addWebhook(['job.finished'], slow.url);
    for (let i = 0; i < 20; i++) await rig.runJob();
    await rig.addWebhook(['job.finished']);
    await rig.runJob();
    const all = rig.sendDue();
    await rig.receiver.untilReceived(1);
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
    const { engine, origin, clock } = rig.server;
    const egress = createEgress({ allow: '' });
    const guarded = createWebhookSender({
      engine: { ...engine, context: { ...engine.context, egress } },
      bases: { app: origin, files: origin },
    });
    await rig.addWebhook();
    await rig.runJob();
    await guarded.sendDue();
    clock.advance(3_600_000);
    await guarded.sendDue();
    await guarded.stop();
    await egress.close();
    const { status, tries } = await rig.onlyDelivery();
    expect(status).toBe('failed');
    expect(tries).toMatchObject([{ error: expect.stringContaining('EGRESS_ALLOW') }]);
    expect(rig.receiver.received).toEqual([]);
  });
});
