import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sendNotice } from './notice-page.ts';
import { type ServedFile, serveFile } from './serve-file.ts';

const CONTENT = Buffer.from('0123456789');
const MODIFIED = new Date('2026-03-01T12:00:00.700Z');

let file: ServedFile;
let opened: Readable[] = [];
let failure: unknown;
let ended: PromiseWithResolvers<void>;
let url = '';
let close: () => Promise<void>;

beforeEach(async () => {
  opened = [];
  failure = undefined;
  ended = Promise.withResolvers();
  file = {
    filename: 'input.pdf',
    size: CONTENT.length,
    contentType: 'application/pdf',
    etag: '"abc"',
    lastModified: MODIFIED,
    disposition: 'attachment',
    async open(range) {
      const stream = Readable.from([CONTENT.subarray(range?.start ?? 0, (range?.end ?? 9) + 1)]);
      opened.push(stream);
      return stream;
    },
  };
  const server = createServer((req, res) => {
    serveFile(req, res, file)
      .catch((error) => {
        failure = error;
        if (res.headersSent) res.destroy();
        else sendNotice(req, res, 410);
      })
      .then(ended.resolve);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
});
afterEach(() => close());

async function get(headers: Record<string, string> = {}, method = 'GET') {
  const answer = await fetch(url, { headers, method });
  return { status: answer.status, headers: answer.headers, body: await answer.text() };
}

test('a whole file with everything a client may want to know', async () => {
  const { status, headers, body } = await get();
  expect(status).toBe(200);
  expect(body).toBe('0123456789');
  expect(Object.fromEntries(headers)).toMatchObject({
    'accept-ranges': 'bytes',
    'content-disposition': 'attachment; filename="input.pdf"',
    'content-length': '10',
    'content-type': 'application/pdf',
    etag: '"abc"',
    'last-modified': 'Sun, 01 Mar 2026 12:00:00 GMT',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cache-control': expect.stringContaining('private'),
  });
});

test('HEAD says the same and opens nothing', async () => {
  const { status, headers, body } = await get({}, 'HEAD');
  expect([status, headers.get('content-length'), body]).toEqual([200, '10', '']);
  expect(opened).toEqual([]);
});

test('an empty file', async () => {
  file.size = 0;
  const { status, headers, body } = await get();
  expect([status, headers.get('content-length'), body]).toEqual([200, '0', '']);
});

describe('ranges', () => {
  test.each([
    ['bytes=0-3', 206, 'bytes 0-3/10', '0123'],
    ['bytes=7-', 206, 'bytes 7-9/10', '789'],
    ['bytes=-4', 206, 'bytes 6-9/10', '6789'],
    ['bytes=-100', 206, 'bytes 0-9/10', '0123456789'],
    ['bytes=5-100', 206, 'bytes 5-9/10', '56789'],
    ['bytes=9-9', 206, 'bytes 9-9/10', '9'],
    ['Bytes = 1 - 2', 206, 'bytes 1-2/10', '12'],
    ['bytes=10-', 416, 'bytes */10', ''],
    ['bytes=-0', 416, 'bytes */10', ''],
    ['bytes=99999999999999999999-', 416, 'bytes */10', ''],
    ['bytes=3-1', 200, null, '0123456789'],
    ['bytes=-', 200, null, '0123456789'],
    ['bytes=0-1,3-4', 200, null, '0123456789'],
    ['lines=1-2', 200, null, '0123456789'],
    ['nonsense', 200, null, '0123456789'],
  ])('%s', async (range, status, contentRange, body) => {
    const answer = await get({ range });
    expect([answer.status, answer.headers.get('content-range'), answer.body]).toEqual([
      status,
      contentRange,
      body,
    ]);
  });

  test.each([
    ['"abc"', 206],
    ['"other"', 200],
    ['W/"abc"', 200],
    ['Sun, 01 Mar 2026 12:00:00 GMT', 206],
    ['Sun, 01 Mar 2026 11:00:00 GMT', 200],
    ['Sun, 01 Mar 2026 13:00:00 GMT', 200],
  ])('If-Range %s gives %i', async (condition, status) => {
    expect((await get({ range: 'bytes=0-3', 'if-range': condition })).status).toBe(status);
  });
});

describe('conditions', () => {
  test.each([
    [{ 'if-none-match': '"abc"' }, 304],
    [{ 'if-none-match': 'W/"abc"' }, 304],
    [{ 'if-none-match': '"x", "abc"' }, 304],
    [{ 'if-none-match': '*' }, 304],
    [{ 'if-none-match': '"x"' }, 200],
    [{ 'if-none-match': '"x"', 'if-modified-since': 'Sun, 01 Mar 2026 12:00:00 GMT' }, 200],
    [{ 'if-modified-since': 'Sun, 01 Mar 2026 12:00:00 GMT' }, 304],
    [{ 'if-modified-since': 'Sun, 01 Mar 2026 11:59:59 GMT' }, 200],
    [{ 'if-modified-since': 'yesterday' }, 200],
    [{ 'if-match': '"abc"' }, 200],
    [{ 'if-match': '*' }, 200],
    [{ 'if-match': 'W/"abc"' }, 412],
    [{ 'if-match': '"x"' }, 412],
    [{ 'if-unmodified-since': 'Sun, 01 Mar 2026 11:00:00 GMT' }, 412],
    [{ 'if-unmodified-since': 'Sun, 01 Mar 2026 12:00:00 GMT' }, 200],
    [{ 'if-none-match': '"abc"', range: 'bytes=0-1' }, 304],
  ])('%j gives %i', async (headers, status) => {
    const answer = await get(headers as Record<string, string>);
    expect(answer.status).toBe(status);
    if (status !== 200) expect(answer.body).toBe('');
  });
});

describe('disposition', () => {
  test.each([
    ['application/pdf', 'inline', 'application/pdf'],
    ['image/png', 'inline', 'image/png'],
    ['text/plain', 'inline', 'text/plain; charset=utf-8'],
    ['text/csv', 'inline', 'text/plain; charset=utf-8'],
    ['application/json', 'inline', 'text/plain; charset=utf-8'],
    ['text/html', 'attachment', 'text/html; charset=utf-8'],
    ['application/xhtml+xml', 'attachment', 'application/xhtml+xml'],
    ['image/svg+xml', 'attachment', 'image/svg+xml'],
    ['text/xml', 'attachment', 'text/xml; charset=utf-8'],
    ['text/javascript', 'attachment', 'text/javascript; charset=utf-8'],
    ['message/rfc822', 'attachment', 'message/rfc822'],
    ['multipart/related', 'attachment', 'multipart/related'],
    ['application/octet-stream', 'attachment', 'application/octet-stream'],
  ])('%s asked for inline is sent %s', async (contentType, disposition, sentType) => {
    file.disposition = 'inline';
    file.contentType = contentType;
    const { headers } = await get();
    expect(headers.get('content-disposition')).toMatch(new RegExp(`^${disposition};`));
    expect(headers.get('content-type')).toBe(sentType);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    if (contentType !== 'application/pdf') {
      expect(headers.get('content-security-policy')).toMatch(/^sandbox;/);
    }
  });

  test('names of all scripts, with a fallback for old clients', async () => {
    file.filename = 'grüße "1" שלום 👋.pdf';
    const { headers } = await get();
    expect(headers.get('content-disposition')).toBe(
      'attachment; filename="gr??e \\"1\\" ???? ??.pdf"; filename*=UTF-8\'\'gr%C3%BC%C3%9Fe%20%221%22%20%D7%A9%D7%9C%D7%95%D7%9D%20%F0%9F%91%8B.pdf',
    );
  });
});

test('a client that hangs up closes the file, and is no failure', async () => {
  file.size = 1e9;
  file.open = async () => {
    const stream = new Readable({
      read() {
        this.push(Buffer.alloc(65_536));
      },
    });
    opened.push(stream);
    return stream;
  };
  const asking = request(url, (answer) => answer.once('data', () => asking.destroy()));
  asking.on('error', () => {});
  asking.end();
  await ended.promise;
  expect(failure).toBeUndefined();
  expect(opened[0]?.destroyed).toBe(true);
});

test('a file that breaks off breaks the answer off as well', async () => {
  file.open = async () =>
    Readable.from(
      (async function* () {
        yield CONTENT.subarray(0, 4);
        await new Promise((resolve) => setTimeout(resolve, 30));
        throw new Error('disk error');
      })(),
    );
  const answer = await new Promise<NodeJS.ReadableStream>((resolve) => request(url, resolve).end());
  await expect(buffer(answer)).rejects.toThrow('aborted');
  await ended.promise;
  expect(failure).toMatchObject({ message: 'disk error' });
});

test('a file that is gone is answered as such', async () => {
  file.open = async () => {
    throw new Error('gone');
  };
  const { status, headers, body } = await get({ accept: 'text/html' });
  expect(status).toBe(410);
  expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(Number(headers.get('content-length'))).toBe(Buffer.byteLength(body));
  expect(headers.get('content-disposition')).toBeNull();
  expect(headers.get('etag')).toBeNull();
  expect(headers.get('cache-control')).toBe('no-store');
  expect(body).toContain('no longer here');
  expect(await get({ accept: 'application/json' })).toMatchObject({
    status: 410,
    body: expect.stringMatching(/^\{"message":".+","code":"GONE"\}$/),
  });
});
