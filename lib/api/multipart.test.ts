import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from 'vitest';
import { Failure, isFailure } from '#lib/errors.ts';
import { type ReadUploadOptions, readUpload } from './multipart.ts';
import { BOUNDARY, body, file, TASK } from './test-form.ts';

type Seen = {
  fields: Record<string, string>;
  files: { filename: string; type: string | undefined; content: Buffer }[];
};
type Outcome = Seen & { error?: unknown; active: number };

let close: (() => Promise<void>) | undefined;
afterEach(() => close?.());

/** A server that reads one form after the other and keeps what came of each. */
async function startServer(options: Partial<ReadUploadOptions> = {}) {
  const outcomes: PromiseWithResolvers<Outcome>[] = [];
  let taken = 0;
  const next = (index: number) => (outcomes[index] ??= Promise.withResolvers<Outcome>());
  const server = createServer(async (req, res) => {
    const outcome = next(taken++);
    const seen: Seen = { fields: {}, files: [] };
    let active = 0;
    try {
      const { fields } = await readUpload(req, {
        async onFile(_, { filename, declaredType }, stream) {
          active += 1;
          try {
            seen.files.push({ filename, type: declaredType, content: await buffer(stream) });
          } finally {
            active -= 1;
          }
        },
        ...options,
      });
      res.writeHead(201).end();
      outcome.resolve({ ...seen, fields, active });
    } catch (error) {
      if (!res.destroyed) res.writeHead(isFailure(error) ? error.status : 500).end();
      outcome.resolve({ ...seen, error, active });
    }
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    close = undefined;
  };
  const { port } = server.address() as AddressInfo;
  return { port, url: `http://127.0.0.1:${port}/`, outcome: (index = 0) => next(index).promise };
}

async function send(
  url: string,
  bytes: Buffer,
  contentType = `multipart/form-data; boundary=${BOUNDARY}`,
) {
  const answer = await fetch(url, {
    method: 'POST',
    body: new Uint8Array(bytes),
    headers: { 'content-type': contentType },
  });
  return answer.status;
}

describe('takes', () => {
  test('what a browser sends', async () => {
    const { url, outcome } = await startServer();
    const form = new FormData();
    const content = randomBytes(3_000_000);
    form.append('task', 'a-task');
    form.append('signature', 'ü\r\n--');
    form.append('file', new Blob([content], { type: 'image/png' }), 'grüße "1"; b\\c.png');
    const { status } = await fetch(url, { method: 'POST', body: form });
    expect(status).toBe(201);
    const { fields, files } = await outcome();
    expect(fields).toEqual({ task: 'a-task', signature: 'ü\r\n--' });
    expect(files[0]).toMatchObject({ filename: 'grüße "1"; b\\c.png', type: 'image/png' });
    expect(files[0]?.content.equals(content)).toBe(true);
  });

  test.each([
    [
      'the official Node client',
      'content-disposition:form-data;name="file";filename=input file; 2 ü.png',
      'input file; 2 ü.png',
    ],
    ['a part called file without a name', 'Content-Disposition: form-data; name="file"', 'file'],
    [
      'a name in Latin-1',
      Buffer.from(
        'Content-Disposition: form-data; name="file"; filename="gr\xfcn.png"',
        'latin1',
      ).toString('latin1'),
      'grün.png',
    ],
    [
      'folded headers',
      'Content-Disposition: form-data;\r\n name="file";\r\n filename="a.png"\r\nX-Other: y',
      'a.png',
    ],
  ])('%s', async (_, header, filename) => {
    const { url, outcome } = await startServer();
    const bytes = body([TASK, file('CONTENT', header)]);
    expect(
      await send(url, header.includes('gr\xfcn') ? Buffer.from(bytes.toString(), 'latin1') : bytes),
    ).toBe(201);
    const { files, fields } = await outcome();
    expect(files).toMatchObject([{ filename, content: Buffer.from('CONTENT') }]);
    expect(fields).toEqual({ task: 'a-task' });
  });

  test('an empty file, several files, fields behind them, a preamble, padded boundaries, an epilogue', async () => {
    const { url, outcome } = await startServer();
    const bytes = Buffer.concat([
      Buffer.from('preamble\r\n'),
      body([TASK, file(''), file('two'), ['Content-Disposition: form-data; name="late"', '1']]),
      Buffer.from('epilogue'),
    ]);
    const padded = Buffer.from(
      bytes.toString('latin1').replaceAll(`${BOUNDARY}\r\n`, `${BOUNDARY} \t\r\n`),
      'latin1',
    );
    expect(await send(url, padded)).toBe(201);
    const { files, fields } = await outcome();
    expect(files.map(({ content }) => `${content}`)).toEqual(['', 'two']);
    expect(fields).toEqual({ task: 'a-task', late: '1' });
  });

  test('a quoted boundary, and other parameters beside it', async () => {
    const { url, outcome } = await startServer();
    const odd = "a b:c'()+_,-./=?";
    expect(
      await send(
        url,
        body([TASK, file('x')], odd),
        `Multipart/Form-Data; charset=utf-8; boundary="${odd}"`,
      ),
    ).toBe(201);
    expect((await outcome()).files).toHaveLength(1);
  });
});

describe('refuses', () => {
  test.each([
    ['JSON', Buffer.from('{}'), 'application/json', 400, /multipart\/form-data/],
    ['no boundary', body([TASK]), 'multipart/form-data', 400, /boundary/],
    [
      'another boundary',
      body([TASK, file('x')]),
      'multipart/form-data; boundary=other',
      400,
      /broke off/,
    ],
    ['an endless preamble', Buffer.alloc(200_000, 'x'), undefined, 400, /begin with the boundary/],
    [
      'endless headers',
      body([[`X: ${'y'.repeat(20_000)}`, '']]),
      undefined,
      400,
      /headers of a part/,
    ],
    ['a part without a name', body([['X: y', 'z']]), undefined, 400, /no name/],
    ['an end before the end', body([TASK, file('x')]).subarray(0, -6), undefined, 400, /broke off/],
  ])('%s', async (_, bytes, contentType, status, message) => {
    const { url, outcome } = await startServer();
    expect(await send(url, bytes, contentType)).toBe(status);
    expect(await outcome()).toMatchObject({
      error: { message: expect.stringMatching(message) },
      active: 0,
    });
  });

  test.each([
    ['no file', body([TASK]), /holds no file/],
    [
      'no file chosen',
      body([TASK, file('', 'Content-Disposition: form-data; name="file"; filename=""')]),
      /No file was chosen/,
    ],
    ['the file first', body([file('x'), TASK]), /fields of the form come first/],
  ])('%s', async (_, bytes, message) => {
    const { url, outcome } = await startServer();
    expect(await send(url, bytes)).toBe(422);
    expect(await outcome()).toMatchObject({
      error: { code: 'INVALID_DATA', fields: { file: [expect.stringMatching(message)] } },
    });
  });

  test('a field that is too long, by its name', async () => {
    const { url, outcome } = await startServer();
    expect(
      await send(
        url,
        body([['Content-Disposition: form-data; name="task"', 'x'.repeat(70_000)], file('x')]),
      ),
    ).toBe(422);
    expect(await outcome()).toMatchObject({ error: { fields: { task: ['This is too long.'] } } });
  });

  test('too many parts', async () => {
    const { url } = await startServer({ maxParts: 3 });
    expect(await send(url, body([TASK, TASK, TASK, file('x')]))).toBe(422);
  });
});

describe('lets go of everything', () => {
  test('when the client hangs up in the middle of the file', async () => {
    const { port, outcome } = await startServer();
    const socket = connect(port, '127.0.0.1');
    const bytes = body([TASK, file(randomBytes(500_000))]);
    socket.write(
      `POST / HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=${BOUNDARY}\r\nContent-Length: ${bytes.length}\r\n\r\n`,
    );
    socket.write(bytes.subarray(0, 300_000), () => setTimeout(() => socket.destroy(), 30));
    expect(await outcome()).toMatchObject({ error: { code: 'MALFORMED' }, files: [], active: 0 });
  });

  test('when the client falls silent', async () => {
    const { port, outcome } = await startServer({ idleMs: 60 });
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    socket.write(
      `POST / HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=${BOUNDARY}\r\nContent-Length: 1000\r\n\r\n--${BOUNDARY}\r\n`,
    );
    expect(await outcome()).toMatchObject({ error: { code: 'MALFORMED' } });
    socket.destroy();
  });

  test('when the signal says so, with its reason', async () => {
    const stop = new AbortController();
    const { port, outcome } = await startServer({ signal: stop.signal });
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    socket.write(
      `POST / HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=${BOUNDARY}\r\nContent-Length: 1000\r\n\r\n--${BOUNDARY}\r\n`,
    );
    setTimeout(() => stop.abort(new Failure('UNAVAILABLE')), 30);
    expect(await outcome()).toMatchObject({ error: { code: 'UNAVAILABLE' } });
    socket.destroy();
  });

  test('when the file is refused half-way, and the client still reads why', async () => {
    const { url, outcome } = await startServer({
      async onFile(_, __, stream) {
        for await (const _chunk of stream) throw new Failure('TOO_LARGE');
      },
    });
    expect(await send(url, body([TASK, file(randomBytes(20_000_000))]))).toBe(413);
    expect(await outcome()).toMatchObject({ error: { code: 'TOO_LARGE' } });
  });

  test('when nobody reads the file', async () => {
    const { url } = await startServer({ onFile: async () => {} });
    expect(await send(url, body([TASK, file(randomBytes(20_000_000))]))).toBe(201);
  });

  test('a slow reader holds the sender back', async () => {
    let held = 0;
    const { url } = await startServer({
      async onFile(_, __, stream) {
        await new Promise((resolve) => setTimeout(resolve, 150));
        held = stream.readableLength;
        stream.resume();
        await new Promise((resolve) => stream.once('end', resolve));
      },
    });
    expect(await send(url, body([TASK, file(randomBytes(30_000_000))]))).toBe(201);
    expect(held).toBeGreaterThan(0);
    // Chunks, as the socket gave them: 64 KiB at most.
    expect(held).toBeLessThan(20);
  });
});
