import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createEgress, type Egress, type Resolve } from './egress.ts';

let cleanup: (() => Promise<void>)[] = [];
beforeEach(() => {
  cleanup = [];
});
afterEach(async () => {
  for (const close of cleanup) await close();
});

async function serve(listener: RequestListener): Promise<number> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  cleanup.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

function open(allow: string, names: Record<string, string[]> = {}): Egress {
  const resolve: Resolve = async (hostname) => {
    const addresses = names[hostname];
    if (!addresses) throw Object.assign(new Error('not found'), { code: 'ENOTFOUND' });
    return addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  };
  const egress = createEgress({ allow, resolve });
  cleanup.push(() => egress.close());
  return egress;
}

describe('refuses by default', () => {
  test.each([
    'http://127.0.0.1/',
    'http://0x7f.1/',
    'http://2130706433/',
    'http://017700000001/',
    'http://127.1/',
    'http://0/',
    'http://[::1]/',
    'http://[::]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'http://[::127.0.0.1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[64:ff9b:1::7f00:1]/',
    'http://[2002:7f00:1::]/',
    'http://[2002:a9fe:a9fe::1]/',
    'http://[::ffff:0:10.0.0.1]/',
    'http://[fe80::1]/',
    'http://[fd00:ec2::254]/',
    'http://[fec0::1]/',
    'http://[ff02::1]/',
    'http://[2001:0:53aa::1]/',
    'http://[4000::1]/',
    'http://10.0.0.1/',
    'http://172.16.0.1/',
    'http://192.168.1.1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://100.100.100.200/',
    'http://168.63.129.16/',
    'http://192.0.0.192/',
    'http://198.18.0.1/',
    'http://224.0.0.1/',
    'http://255.255.255.255/',
    'http://①②⑦.0.0.1/',
  ])('%s', async (url) => {
    await expect(open('').fetch(url)).rejects.toMatchObject({ code: 'EGRESS_BLOCKED' });
  });

  test('by name, whatever the name server says', async () => {
    const egress = open('', { 'inner.example': ['10.1.2.3'], 'six.example': ['::1', 'fd00::1'] });
    await expect(egress.fetch('http://inner.example:8080/')).rejects.toMatchObject({
      code: 'EGRESS_BLOCKED',
      message:
        'This server may not connect to inner.example (10.1.2.3): it is not a public address. An administrator can allow it by adding inner.example:8080 to EGRESS_ALLOW.',
    });
    await expect(egress.fetch('http://six.example/')).rejects.toMatchObject({
      code: 'EGRESS_BLOCKED',
    });
    await expect(egress.check('inner.example', 22)).rejects.toMatchObject({
      code: 'EGRESS_BLOCKED',
    });
    await expect(egress.check('127.0.0.1', 22)).rejects.toMatchObject({ code: 'EGRESS_BLOCKED' });
  });

  test('localhost, by the resolver of the system', async () => {
    const egress = createEgress({ allow: '' });
    cleanup.push(() => egress.close());
    await expect(egress.fetch('http://localhost:1/')).rejects.toMatchObject({
      code: 'EGRESS_BLOCKED',
    });
  });

  test('other schemes', async () => {
    for (const url of ['file:///etc/passwd', 'ftp://example.com/', 'data:,x']) {
      await expect(open('').fetch(url)).rejects.toMatchObject({ code: 'EGRESS_BLOCKED' });
    }
    await expect(open('').fetch('no address')).rejects.toMatchObject({ code: 'SOURCE_FAILED' });
  });
});

test('a name that is answered differently the second time connects to what was checked, or not at all', async () => {
  const port = await serve((_, res) => res.end('reached'));
  let asked = 0;
  const egress = createEgress({
    allow: `203.0.113.9:${port}`,
    resolve: async () => [{ address: asked++ === 0 ? '203.0.113.9' : '127.0.0.1', family: 4 }],
  });
  cleanup.push(() => egress.close());
  await egress.check('rebind.example', port);
  await expect(egress.fetch(`http://rebind.example:${port}/`)).rejects.toMatchObject({
    code: 'EGRESS_BLOCKED',
  });
});

describe('allows what an administrator opened', () => {
  test.each([
    ['an address', '127.0.0.1', '127.0.0.1', true],
    ['an address and port', '127.0.0.1:PORT', '127.0.0.1', true],
    ['another port', '127.0.0.1:1', '127.0.0.1', false],
    ['a network', '10.0.0.0/8, 127.0.0.0/8', '127.0.0.1', true],
    ['another network', '10.0.0.0/8', '127.0.0.1', false],
    ['a host', 'minio.internal', 'minio.internal', true],
    ['a host in capitals with a dot at its end', 'MinIO.internal', 'minio.INTERNAL.', true],
    ['a host and port', 'minio.internal:PORT', 'minio.internal', true],
    ['a host at another port', 'minio.internal:1', 'minio.internal', false],
    ['another host at the same address', 'minio.internal', 'other.internal', false],
    ['a host by its address', '127.0.0.1', 'other.internal', true],
    ['a mapped address by its plain one', '127.0.0.1', '[::ffff:127.0.0.1]', true],
  ])('%s', async (_, allow, host, allowed) => {
    const port = await serve((_, res) => res.end('reached'));
    const egress = open(allow.replace('PORT', `${port}`), {
      'minio.internal': ['127.0.0.1'],
      'other.internal': ['127.0.0.1'],
    });
    const asking = egress.fetch(`http://${host}:${port}/`).then(({ body }) => text(body));
    if (allowed) await expect(asking).resolves.toBe('reached');
    else await expect(asking).rejects.toMatchObject({ code: 'EGRESS_BLOCKED' });
  });

  test.each([
    '10.0.0.0/33',
    'host:99999',
    '300.1.1.1',
    'a b/c',
    '*.example.com',
    'http://x',
    '[::1',
  ])('a setting that is wrong is refused with a sentence: %s', (allow) => {
    expect(() => createEgress({ allow })).toThrow(
      /^EGRESS_ALLOW: .+ is no host, address, CIDR or host:port/,
    );
  });
});

test('of several addresses only the allowed ones are used', async () => {
  const port = await serve((_, res) => res.end('reached'));
  const egress = open('127.0.0.1', { 'both.internal': ['10.9.9.9', '127.0.0.1'] });
  const { body } = await egress.fetch(`http://both.internal:${port}/`);
  expect(await text(body)).toBe('reached');
});

test('serves as look-up for a bare socket', async () => {
  const port = await serve((_, res) => res.end());
  const dial = (egress: Egress) =>
    new Promise((resolve, reject) => {
      const socket = connect({ host: 'sftp.internal', port, lookup: egress.lookup(port) });
      socket.once('connect', () => resolve(socket.destroy()));
      socket.once('error', reject);
    });
  const names = { 'sftp.internal': ['127.0.0.1'] };
  await expect(dial(open('', names))).rejects.toMatchObject({ code: 'EGRESS_BLOCKED' });
  await expect(dial(open('sftp.internal', names))).resolves.toBeDefined();
});

describe('redirects', () => {
  test('every hop is held against the rule', async () => {
    const port = await serve((_, res) =>
      res.writeHead(302, { location: 'http://169.254.169.254/' }).end(),
    );
    await expect(
      open(`127.0.0.1:${port}`).fetch(`http://127.0.0.1:${port}/`),
    ).rejects.toMatchObject({
      code: 'EGRESS_BLOCKED',
      message: expect.stringContaining('169.254.169.254'),
    });
  });

  test('are followed, relative ones as well, and headers stay with their origin', async () => {
    const seen: (string | undefined)[] = [];
    const second = await serve((req, res) => {
      seen.push(req.headers.authorization, req.headers['x-token'] as string | undefined);
      res.end('there');
    });
    const first = await serve((req, res) => {
      seen.push(req.headers.authorization);
      const to = req.url === '/' ? '/next' : `http://127.0.0.1:${second}/`;
      res.writeHead(307, { location: to }).end('moved');
    });
    const { body, url } = await open('127.0.0.1').fetch(`http://127.0.0.1:${first}/`, {
      headers: { authorization: 'Bearer secret', 'x-token': 'secret' },
    });
    expect(await text(body)).toBe('there');
    expect(url.port).toBe(`${second}`);
    expect(seen).toEqual(['Bearer secret', 'Bearer secret', undefined, undefined]);
  });

  test('end after ten', async () => {
    let hops = 0;
    const port = await serve((_, res) => {
      hops += 1;
      res.writeHead(302, { location: `/${hops}` }).end();
    });
    await expect(open('127.0.0.1').fetch(`http://127.0.0.1:${port}/`)).rejects.toMatchObject({
      code: 'SOURCE_FAILED',
      message: 'The address redirects more than 10 times.',
    });
    expect(hops).toBe(11);
  });

  test('credentials in the address become a header of the first origin', async () => {
    const port = await serve((req, res) => res.end(`${req.headers.authorization} ${req.url}`));
    const { body } = await open('127.0.0.1').fetch(`http://me:s%20p@127.0.0.1:${port}/a`);
    expect(await text(body)).toBe(`Basic ${btoa('me:s p')} /a`);
  });
});

test('a server that never answers ends at the deadline; the signal ends it sooner', async () => {
  const port = await serve(() => {});
  const url = `http://127.0.0.1:${port}/`;
  await expect(open('127.0.0.1').fetch(url, { deadlineMs: 50 })).rejects.toMatchObject({
    code: 'DEADLINE_EXCEEDED',
  });
  const stop = new AbortController();
  setTimeout(() => stop.abort(new Error('told to stop')), 20);
  await expect(open('127.0.0.1').fetch(url, { signal: stop.signal })).rejects.toThrow(
    'told to stop',
  );
});
