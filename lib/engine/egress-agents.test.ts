import http, { createServer } from 'node:http';
import https from 'node:https';
import { type AddressInfo, createServer as createTcp } from 'node:net';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createEgress, type Egress } from './egress.ts';

let cleanup: (() => unknown)[] = [];
let port = 0;
let received: string[] = [];
beforeEach(async () => {
  received = [];
  const server = createServer(async (req, res) => {
    received.push(`${req.method} ${req.headers['content-length']} ${await text(req)}`);
    res.writeHead(307, { location: 'http://10.0.0.1/' }).end('moved');
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  port = (server.address() as AddressInfo).port;
  cleanup = [() => server.close(), () => server.closeAllConnections()];
});
afterEach(async () => {
  for (const close of cleanup) await close();
});

/** `inside.example` is a name that leads to this machine, as a rebinding name server would say. */
function open(allow: string): Egress {
  const egress = createEgress({
    allow,
    resolve: async () => [{ address: '127.0.0.1', family: 4 }],
  });
  cleanup.push(() => egress.close());
  return egress;
}

function get(egress: Egress, url: string): Promise<string> {
  const agents = egress.agents();
  cleanup.push(() => agents.destroy());
  return new Promise((resolve, reject) => {
    const [client, agent] = url.startsWith('https:') ? [https, agents.https] : [http, agents.http];
    client.get(url, { agent }, (res) => text(res).then(resolve, reject)).on('error', reject);
  });
}

const HOSTS = ['127.0.0.1', 'localhost', 'inside.example', '[::1]', '[::ffff:127.0.0.1]'];

describe('clients that speak through agents', () => {
  test.each(HOSTS.flatMap((host) => [`http://${host}`, `https://${host}`]))(
    'do not reach %s by default',
    async (origin) => {
      const getting = get(open(''), `${origin}:${port}/`);
      await expect(getting).rejects.toMatchObject({ name: 'Failure', code: 'EGRESS_BLOCKED' });
      expect(received).toEqual([]);
    },
  );

  test.each(['127.0.0.1', 'inside.example'])('reach %s where it is allowed', async (host) => {
    expect(await get(open(`127.0.0.1:${port}`), `http://${host}:${port}/`)).toBe('moved');
  });

  test('say what kept them from connecting', async () => {
    const closed = createTcp().listen(0, '127.0.0.1');
    await new Promise((resolve) => closed.once('listening', resolve));
    const free = (closed.address() as AddressInfo).port;
    await new Promise((resolve) => closed.close(resolve));
    const getting = get(open('127.0.0.1'), `http://127.0.0.1:${free}/`);
    await expect(getting).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});

describe('a plain connection', () => {
  test.each(HOSTS)('to %s is refused by default', async (host) => {
    const connecting = open('').connect(host, port);
    await expect(connecting).rejects.toMatchObject({ code: 'EGRESS_BLOCKED' });
  });

  test('opens where it is allowed, and is given up when told to', async () => {
    const egress = open('127.0.0.1');
    const socket = await egress.connect('127.0.0.1', port);
    expect(socket.remotePort).toBe(port);
    socket.destroy();
    const told = egress.connect('127.0.0.1', port, AbortSignal.abort(new Error('no more')));
    await expect(told).rejects.toThrow('no more');
  });
});

describe('a request that sends', () => {
  test('goes out whole, and follows nobody', async () => {
    const egress = open('127.0.0.1');
    const answer = await egress.send(`http://127.0.0.1:${port}/x`, {
      method: 'PUT',
      headers: { 'content-length': '6' },
      body: Readable.from([Buffer.from('abc'), Buffer.from('def')]),
    });
    expect([answer.status, await text(answer.body)]).toEqual([307, 'moved']);
    expect(received).toEqual(['PUT 6 abcdef']);
  });

  test('reaches nothing that is not allowed, and closes what it was given', async () => {
    const body = Readable.from([Buffer.from('abc')]);
    const sending = open('').send(`http://inside.example:${port}/`, {
      method: 'PUT',
      headers: { 'content-length': '3' },
      body,
    });
    await expect(sending).rejects.toMatchObject({ code: 'EGRESS_BLOCKED' });
    expect(body.destroyed).toBe(true);
    expect(received).toEqual([]);
  });
});
