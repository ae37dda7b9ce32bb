import { randomBytes } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { buffer, text } from 'node:stream/consumers';
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Download, type DownloadLimits, download } from './download.ts';
import { createEgress, type Egress } from './egress.ts';

let egress: Egress;
let cleanup: (() => Promise<unknown>)[];
beforeEach(() => {
  egress = createEgress({ allow: '127.0.0.1' });
  cleanup = [() => egress.close()];
});
afterEach(async () => {
  for (const close of cleanup) await close();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  cleanup.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function serveRaw(onSocket: (socket: Socket) => void): Promise<string> {
  const server = createTcpServer((socket) => {
    socket.on('error', () => {});
    cleanup.push(async () => socket.destroy());
    socket.once('data', () => onSocket(socket));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  cleanup.push(async () => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const get = (url: string, limits: Partial<DownloadLimits> = {}, headers = {}): Promise<Download> =>
  download(egress, { url, headers }, { headersMs: 2000, idleMs: 2000, ...limits });

test('bytes, size and name', async () => {
  const content = randomBytes(2_000_000);
  const url = await serve((_, res) =>
    res.writeHead(200, { 'content-length': content.length }).end(content),
  );
  const { body, filename, size } = await get(`${url}/folder/my%20file.bin?x=1`);
  expect((await buffer(body)).equals(content)).toBe(true);
  expect([filename, size]).toEqual(['my file.bin', content.length]);
});

test('sends the given headers over its own', async () => {
  const url = await serve((req, res) => res.end(JSON.stringify(req.headers)));
  const { body } = await get(url, {}, { 'X-Token': 't', 'User-Agent': 'mine' });
  expect(JSON.parse(await text(body))).toMatchObject({
    'x-token': 't',
    'user-agent': 'mine',
    'accept-encoding': 'identity',
  });
});

describe('the name', () => {
  test.each([
    ['/a', { 'content-disposition': 'attachment; filename="b c.pdf"' }, 'b c.pdf'],
    [
      '/a',
      { 'content-disposition': "attachment; filename=x; filename*=UTF-8''gr%C3%BCn.pdf" },
      'grün.pdf',
    ],
    [
      '/a',
      {
        'content-disposition': Buffer.from('attachment; filename="grün 👋.pdf"').toString('latin1'),
      },
      'grün 👋.pdf',
    ],
    ['/a', { 'content-disposition': 'attachment; filename="gr\xfcn.pdf"' }, 'grün.pdf'],
    ['/a.txt', { 'content-disposition': 'inline' }, 'a.txt'],
    ['/download', { 'content-type': 'application/pdf' }, 'download.pdf'],
    ['/download', { 'content-type': 'application/octet-stream' }, 'download'],
    ['/', { 'content-type': 'text/html; charset=utf-8' }, 'file.html'],
    ['/folder/', {}, 'folder'],
    ['/gr%FCn.txt', {}, 'gr%FCn.txt'],
  ])('%s with %j is %s', async (path, headers, filename) => {
    const url = await serve((_, res) => res.writeHead(200, headers).end('x'));
    const got = await get(`${url}${path}`);
    got.body.resume();
    expect(got.filename).toBe(filename);
  });
});

describe('encodings that were not asked for are undone', () => {
  test.each([
    ['gzip', gzipSync('hello')],
    ['x-gzip', gzipSync('hello')],
    ['deflate', deflateSync('hello')],
    ['br', brotliCompressSync('hello')],
    ['zstd', zstdCompressSync('hello')],
    ['identity', Buffer.from('hello')],
  ])('%s', async (encoding, bytes) => {
    const url = await serve((_, res) =>
      res
        .writeHead(200, { 'content-encoding': encoding, 'content-length': bytes.length })
        .end(bytes),
    );
    const { body, size } = await get(`${url}/a.txt`);
    expect(size).toBe(encoding === 'identity' ? 5 : undefined);
    expect(await text(body)).toBe('hello');
  });

  test('but an archive that is called encoded stays an archive', async () => {
    const bytes = gzipSync('hello');
    const url = await serve((_, res) =>
      res.writeHead(200, { 'content-encoding': 'x-gzip' }).end(bytes),
    );
    expect((await buffer((await get(`${url}/a.tar.gz`)).body)).equals(bytes)).toBe(true);
  });

  test.each([
    [
      'what does not unpack',
      { 'content-encoding': 'gzip' },
      Buffer.from('no gzip'),
      /could not be decompressed/,
    ],
    [
      'what is cut',
      { 'content-encoding': 'gzip' },
      gzipSync(randomBytes(1000)).subarray(0, 500),
      /broke off/,
    ],
  ])('%s fails in words', async (_, headers, bytes, message) => {
    const url = await serve((_, res) => res.writeHead(200, headers).end(bytes));
    await expect(get(url).then(({ body }) => buffer(body))).rejects.toMatchObject({
      code: 'SOURCE_FAILED',
      message: expect.stringMatching(message),
    });
  });

  test('one that is not known is refused', async () => {
    const url = await serve((_, res) =>
      res.writeHead(200, { 'content-encoding': 'rot13' }).end('x'),
    );
    await expect(get(url)).rejects.toMatchObject({
      code: 'SOURCE_FAILED',
      message: expect.stringContaining('rot13'),
    });
  });
});

describe('fails as SOURCE_FAILED, in words', () => {
  test.each([
    [401, /credentials/, false],
    [403, /does not allow/, false],
    [404, /no file at this address/, false],
    [416, /did not send/, false],
    [429, /later/, true],
    [503, /trouble of its own/, true],
    [204, /not the whole file/, false],
    [304, /redirect/, false],
  ])('status %i', async (status, message, retry) => {
    const url = await serve((_, res) => res.writeHead(status).end());
    await expect(get(url)).rejects.toMatchObject({
      code: 'SOURCE_FAILED',
      message: expect.stringMatching(message),
      retry,
    });
  });

  test('a part, asked for by a given header', async () => {
    const url = await serve((_, res) => res.writeHead(206).end('x'));
    await expect(get(url, {}, { range: 'bytes=0-0' })).rejects.toMatchObject({
      message: expect.stringMatching(/206.*not the whole file/),
    });
  });

  test.each([
    [
      'a body shorter than announced',
      'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort',
      /broke off/,
    ],
    [
      'chunks that break off',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n',
      /broke off/,
    ],
    ['no HTTP at all', 'SSH-2.0-OpenSSH_9.9\r\n', /not HTTP/],
    ['nothing', '', /broke off/],
  ])('%s', async (_, answer, message) => {
    const url = await serveRaw((socket) => socket.end(answer));
    await expect(get(url).then(({ body }) => buffer(body))).rejects.toMatchObject({
      code: 'SOURCE_FAILED',
      message: expect.stringMatching(message),
    });
  });

  test('nobody listens there', async () => {
    const url = await serve(() => {});
    await cleanup.pop()?.();
    await expect(get(url)).rejects.toMatchObject({
      message: expect.stringMatching(/refuses connections/),
      retry: true,
    });
  });

  test('the name is not known', async () => {
    const nowhere = createEgress({
      allow: '',
      resolve: async () => {
        throw Object.assign(new Error('x'), { code: 'ENOTFOUND' });
      },
    });
    cleanup.push(() => nowhere.close());
    await expect(
      download(nowhere, { url: 'http://no.example/' }, { headersMs: 1000, idleMs: 1000 }),
    ).rejects.toMatchObject({
      message: 'The name no.example could not be found. Check the address.',
    });
  });

  test('http spoken to by https', async () => {
    const url = (await serve((_, res) => res.end())).replace('http', 'https');
    await expect(get(url)).rejects.toMatchObject({
      code: 'SOURCE_FAILED',
      message: expect.stringMatching(/not HTTP/),
    });
  });

  test('a header that cannot be sent', async () => {
    const url = await serve((_, res) => res.end());
    await expect(get(url, {}, { 'x-bad': 'a\r\nb' })).rejects.toMatchObject({
      code: 'SOURCE_FAILED',
      message: expect.stringMatching(/headers/),
    });
  });

  test('a body that falls silent', async () => {
    const url = await serve((_, res) => res.write('first'));
    await expect(get(url, { idleMs: 100 }).then(({ body }) => buffer(body))).rejects.toMatchObject({
      message: expect.stringMatching(/stopped sending/),
      retry: true,
    });
  });
});

test('larger than allowed is refused before it is read', async () => {
  const url = await serve((_, res) => res.writeHead(200, { 'content-length': 1e9 }).write('x'));
  await expect(get(url, { limit: 1e6 })).rejects.toMatchObject({ code: 'TOO_LARGE' });
});

test('the headers have a deadline, the body has not', async () => {
  const silent = await serve(() => {});
  await expect(get(silent, { headersMs: 50 })).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
  const slow = await serve((_, res) => {
    res.write('a');
    setTimeout(() => res.end('b'), 200);
  });
  expect(await text((await get(slow, { headersMs: 100 })).body)).toBe('ab');
});

test('the signal ends it in the middle, with its reason, and the server sees that', async () => {
  const hungUp = Promise.withResolvers<void>();
  const url = await serve((_, res) => {
    res.once('close', hungUp.resolve);
    res.write('a');
  });
  const stop = new AbortController();
  const { body } = await get(url, { signal: stop.signal });
  setTimeout(() => stop.abort(new Error('told to stop')), 20);
  await expect(buffer(body)).rejects.toThrow('told to stop');
  await hungUp.promise;
});

test('destroying the body closes the connection', async () => {
  const hungUp = Promise.withResolvers<void>();
  const url = await serve((_, res) => {
    res.once('close', hungUp.resolve);
    res.write('a');
  });
  (await get(url)).body.destroy();
  await hungUp.promise;
});
