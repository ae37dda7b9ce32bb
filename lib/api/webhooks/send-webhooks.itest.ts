import { describe, expect, test } from 'vitest';
import { claimDelivery, findDue, recoverTries } from './claim-delivery.ts';
import { webhookRig } from './test-webhooks.ts';

const rig = webhookRig();

/** Takes an event for a try, of which nothing is heard again. */
async function dieInTry(): Promise<void> {
  await rig.addWebhook();
  await rig.runJob();
  const { context } = rig.server.engine;
  const [due] = await findDue(context, { busyHosts: [], perHost: 2, limit: 1 });
  if (!due) throw new Error('Nothing is due.');
  await claimDelivery(context, due, 30_000);
}

describe('a process', () => {
  test('that died in the middle of a try leaves it to the others, once its lease has ended', async () => {
    await dieInTry();
    await rig.sendDue();
    expect(rig.receiver.received).toEqual([]);
    rig.server.clock.advance(30_000);
    await rig.sendDue();
    expect(rig.receiver.received).toHaveLength(1);
    expect((await rig.onlyDelivery()).status).toBe('delivered');
  });

  test('that has the database to itself takes it up at once', async () => {
    await dieInTry();
    await recoverTries(rig.server.engine.context);
    await rig.sendDue();
    expect((await rig.onlyDelivery()).status).toBe('delivered');
  });

  test('that stops gives back what hangs, and it counts as no try', async () => {
    rig.receiver.answer = () => {};
    await rig.addWebhook();
    await rig.runJob();
    const sender = rig.newSender();
    const sending = sender.sendDue();
    await rig.receiver.untilReceived(1);
    await sender.stop();
    await sending;
    expect(await rig.onlyDelivery()).toMatchObject({ status: 'waiting', attempts: 0, tries: [] });
    rig.receiver.answer = (res) => void res.writeHead(200).end();
    await rig.sendDue();
    expect((await rig.onlyDelivery()).status).toBe('delivered');
  });

  test('sends without being asked once it has started', async () => {
    await rig.addWebhook();
    rig.newSender().start();
    await rig.runJob();
    await rig.receiver.untilReceived(1);
    expect(rig.eventsReceived()).toEqual(['job.finished']);
  });

  test('beside another sends nothing twice', async () => {
    await rig.addWebhook();
    for (let i = 0; i < 30; i++) await rig.runJob();
    await Promise.all([rig.sendDue(), rig.sendDue()]);
    const ids = rig.receiver.received.map(({ headers }) => headers['slipway-delivery']);
    expect(ids).toHaveLength(30);
    expect(new Set(ids).size).toBe(30);
  });
});
