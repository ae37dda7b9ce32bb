import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { createWebhook } from '#lib/developers/create-webhook.ts';
import type { WebhookTry } from '#lib/developers/delivery-types.ts';
import { createTestDeveloper } from '#lib/developers/test-developer.ts';
import type { JobEvent } from '#lib/engine/webhooks/queue-events.ts';
import { startTestServer } from '../test-server.ts';
import { createWebhookSender, type WebhookSender } from './send-webhooks.ts';
import { startReceiver } from './test-receiver.ts';

/**
 * For a file of tests: one server, and for each test a receiver, a team and a sender, which does
 * nothing by itself until it is started.
 */
export function webhookRig() {
  let server: Awaited<ReturnType<typeof startTestServer>>;
  let receiver: Awaited<ReturnType<typeof startReceiver>>;
  let developer: Awaited<ReturnType<typeof createTestDeveloper>>;
  const senders: WebhookSender[] = [];

  beforeAll(async () => {
    server = await startTestServer({ egressAllow: '127.0.0.0/8' });
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    receiver = await startReceiver();
    developer = await createTestDeveloper(server);
  });
  afterEach(async () => {
    for (const sender of senders.splice(0)) await sender.stop();
    await receiver.stop();
    await server.db.prisma.webhookDelivery.deleteMany({});
  });

  function newSender(given: { deadlineMs?: number } = {}): WebhookSender {
    const bases = { app: server.origin, files: server.origin };
    const sender = createWebhookSender({ engine: server.engine, bases, ...given });
    senders.push(sender);
    return sender;
  }

  const deliveries = () =>
    server.db.prisma.webhookDelivery.findMany({
      where: { teamId: developer.teamId },
      orderBy: { createdAt: 'asc' },
    });

  return {
    get server() {
      return server;
    },
    get receiver() {
      return receiver;
    },
    get developer() {
      return developer;
    },
    newSender,
    sendDue: () => newSender().sendDue(),
    addWebhook: (events: readonly JobEvent[] = ['job.finished'], url = receiver.url) =>
      createWebhook(developer.context, { url, events: [...events] }),
    /** A job of one small task, or of one that fails. */
    async runJob(task: object = { operation: 'import/raw', file: 'x', filename: 'x.txt' }) {
      const { json } = await developer.call('POST', '/sync/v2/jobs', { tasks: { in: task } });
      return json.data;
    },
    deliveries,
    async onlyDelivery() {
      const [one, ...others] = await deliveries();
      expect(others).toEqual([]);
      if (!one) throw new Error('There is no delivery.');
      return { ...one, tries: one.tries as WebhookTry[] };
    },
    eventsReceived: () => receiver.received.map(({ body }) => JSON.parse(body).event).sort(),
  };
}
