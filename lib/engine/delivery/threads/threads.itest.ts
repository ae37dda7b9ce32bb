import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { threadId } from 'node:worker_threads';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { exportUpload } from '#lib/operations/export-upload.ts';
import { importUpload } from '#lib/operations/imports.ts';
import type { Asker } from '../../tasks/record.ts';
import { startTestEngine, type TestEngine } from '../../test-engine.ts';

/** The shared suite of the targets delivers by threads; here is what only threads can get wrong. */
let server: TestEngine;
let asker: Asker;
let receiver: Server;
let url: string;
let received: Buffer[] = [];
/** How often a request is to be left unanswered. */
let stalls = 0;
let reached = Promise.withResolvers<void>();
let closed = Promise.withResolvers<void>();
/** A line that is not read from says nothing of its end. */
let readOn = () => {};

beforeAll(async () => {
  server = await startTestEngine({ threads: true, egressAllow: '127.0.0.1' });
  asker = await server.createTeam();
  receiver = createServer(async (request, response) => {
    if (stalls > 0) {
      stalls -= 1;
      request.on('error', () => {}).once('close', () => closed.resolve());
      request.once('data', () => {
        request.pause();
        readOn = () => request.resume();
        reached.resolve();
      });
      return;
    }
    received.push(await buffer(request));
    response.writeHead(201, { etag: '"e"' }).end();
  });
  await new Promise<void>((listening) => receiver.listen(0, '127.0.0.1', listening));
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/in`;
});
afterAll(async () => {
  receiver.closeAllConnections();
  receiver.close();
  await server.stop();
});
beforeEach(() => {
  received = [];
  reached = Promise.withResolvers();
  closed = Promise.withResolvers();
});

async function begin(bytes: Buffer): Promise<string> {
  const { engine } = server;
  const { id: input } = await engine.create(asker, { operation: importUpload, options: {} });
  const upload = await engine.beginUpload(input);
  await upload.write('a.bin', Readable.from([bytes]));
  await upload.finish();
  const task = await engine.create(asker, { operation: exportUpload, options: { input, url } });
  return task.id;
}
const end = (id: string) => server.engine.waitForEnd(asker, id, 20_000);

it('delivers in another thread, from the bytes in storage', async () => {
  const thread = server.threads?.take();
  expect(thread?.worker.threadId).not.toBe(threadId);
  const bytes = Buffer.alloc(3 << 20, 'thread');
  const task = await end(await begin(bytes));
  expect(task).toMatchObject({ status: 'finished', percent: 100 });
  expect(received[0]?.equals(bytes)).toBe(true);
  expect(task.deliveries[0]).toMatchObject({ status: 'done', receipt: { etag: '"e"' } });
});

it('delivers while pages have the right of way all the time', async () => {
  const id = await begin(Buffer.alloc(20 << 20, 'patient'));
  const asking = setInterval(() => server.threads?.giveWay(), 1);
  try {
    expect((await end(id)).status).toBe('finished');
  } finally {
    clearInterval(asking);
  }
});

it('delivers again in a new thread when one breaks off', async () => {
  const thread = server.threads?.take();
  stalls = 1;
  const bytes = Buffer.alloc(40 << 20, 'again');
  const id = await begin(bytes);
  await reached.promise;
  await thread?.worker.terminate();
  const task = await end(id);
  expect(task.status).toBe('finished');
  expect(received[0]?.equals(bytes)).toBe(true);
  expect(task.deliveries[0]?.attempts).toMatchObject([
    { code: 'INTERNAL', message: expect.stringContaining('broke off') },
  ]);
  expect(thread?.isGone).toBe(true);
});

it('lets go of the target when a delivery is cancelled', async () => {
  stalls = 1;
  const id = await begin(Buffer.alloc(40 << 20));
  await reached.promise;
  await server.engine.cancel(asker, id);
  readOn();
  await Promise.race([
    closed.promise,
    sleep(2_000).then(() => Promise.reject(new Error('It is still connected.'))),
  ]);
  expect((await end(id)).code).toBe('CANCELLED');
  const thread = server.threads?.take();
  await expect.poll(() => [thread?.sessions, thread?.attempts.size]).toEqual([0, 0]);
});
