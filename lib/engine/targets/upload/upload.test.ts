import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '#lib/clock.ts';
import { Failure } from '#lib/errors.ts';
import type { OutgoingFile } from '../../delivery/target.ts';
import { createEgress } from '../../egress.ts';
import { uploadTarget } from './upload.ts';

/** On sockets, where what goes over the wire and when it breaks off can be seen. */
const servers: { server: Server; sockets: Set<Socket> }[] = [];
afterEach(async () => {
  for (const { server, sockets } of servers.splice(0)) {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  }
});

/** @param take gets everything that came on a connection so far, each time more has come. */
async function listen(take: (text: string, socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let text = '';
    socket
      .on('error', () => {})
      .on('data', (chunk) => {
        text += chunk.toString('latin1');
        take(text, socket);
      });
  });
  servers.push({ server, sockets });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const PIECE = Buffer.alloc(512 << 10, 'x');

function fileOf(pieces: readonly Buffer[], broken?: Failure): OutgoingFile {
  async function* read() {
    for (const piece of pieces) yield Buffer.from(piece);
    if (!broken) return;
    // What came before is on its way by then.
    await sleep(50);
    throw broken;
  }
  return {
    name: 'a.bin',
    contentType: 'application/x-of-the-file',
    size: pieces.reduce((sum, piece) => sum + piece.length, broken ? 1 : 0),
    sha256: '',
    createOnly: false,
    open: async () => Readable.from(read(), { objectMode: false }),
  };
}
const small = fileOf([Buffer.from('hello')]);
const large = fileOf(Array.from({ length: 64 }, () => PIECE));

type Try = {
  file?: OutgoingFile;
  headers?: Record<string, string>;
  tries?: number;
  signal?: AbortSignal;
};

async function put(url: string, { file = small, headers = {}, tries = 1, signal }: Try = {}) {
  const egress = createEgress({ allow: '127.0.0.1' });
  const over = new AbortController();
  const session = await uploadTarget.open(
    { url, headers },
    { egress, clock: systemClock, signal: over.signal },
  );
  const attempt = {
    signal: signal ?? over.signal,
    progress() {},
    expectSilence() {},
    checkpoint: undefined,
    saveCheckpoint: async () => {},
  };
  try {
    for (let left = tries - 1; left > 0; left -= 1) {
      const failed = await session.deliver(file, attempt).catch((error: unknown) => error);
      if (!(failed instanceof Failure) || !failed.retry) return Promise.reject(failed);
    }
    return await session.deliver(file, attempt);
  } finally {
    await session.close();
    await egress.close();
  }
}

const answer = (status: string, headers = '', text = '') =>
  `HTTP/1.1 ${status}\r\n${headers}content-length: ${text.length}\r\n\r\n${text}`;

describe('a PUT on the wire', () => {
  it('has the length, the headers that were given, and nothing else', async () => {
    let asked = '';
    const origin = await listen((text, socket) => {
      asked = text;
      if (text.endsWith('hello')) socket.write(answer('201 Created', 'etag: "e"\r\n'));
    });
    const url = `${origin}/in%20here/a.bin?X-Sig=1%2F2#part`;
    const receipt = await put(url, { headers: { 'X-OWN': 'As It Is', 'x-amz-meta-t': 'é' } });
    expect(asked.replace('é', 'wrong')).toBe(
      `PUT /in%20here/a.bin?X-Sig=1%2F2 HTTP/1.1\r\nX-OWN: As It Is\r\nx-amz-meta-t: ${Buffer.from('é').toString('latin1')}\r\nContent-Length: 5\r\nHost: ${origin.slice(7)}\r\nConnection: keep-alive\r\n\r\nhello`,
    );
    expect(receipt).toMatchObject({ location: `${origin}/in%20here/a.bin`, etag: '"e"' });
  });

  it('says that an empty file is empty', async () => {
    let asked = '';
    const origin = await listen((text, socket) => {
      asked = text;
      socket.write(answer('204 No Content'));
    });
    await put(origin, { file: fileOf([]) });
    expect(asked).toContain('\r\nContent-Length: 0\r\n');
    expect(asked).not.toMatch(/transfer-encoding/i);
  });

  it('is sent again where a 307 leads, also before it was sent whole', async () => {
    let arrived = '';
    const other = await listen((text, socket) => {
      arrived = text;
      if (text.length > large.size) socket.write(answer('200 OK'));
    });
    const origin = await listen((text, socket) => {
      if (!socket.writableEnded && text.includes('\r\n\r\n'))
        socket.end(answer('307 Temporary Redirect', `location: ${other}/b?c\r\n`));
    });
    const headers = { 'X-Key': 'secret', 'Content-Type': 'text/x' };
    const receipt = await put(`${origin}/a`, { file: large, headers });
    expect(arrived).toMatch(/^PUT \/b\?c HTTP/);
    expect(arrived).toContain('Content-Type: text/x');
    expect(arrived).not.toContain('secret');
    expect(receipt.location).toBe(`${origin}/a`);
  });

  it('ends with the answer that comes while it is under way', async () => {
    let came = 0;
    const origin = await listen((text, socket) => {
      if (came === 0) socket.write(answer('403 Forbidden', '', 'no entry'));
      came = text.length;
    });
    await expect(put(origin, { file: large })).rejects.toMatchObject({
      code: 'TARGET_DENIED',
      detail: expect.stringContaining('no entry'),
    });
    expect(came).toBeLessThan(large.size);
  });

  it('finds the answer of a server that slams the door, at the second try at the latest', async () => {
    const origin = await listen((_, socket) => {
      socket.write(answer('413 Too Large', 'connection: close\r\n'), () => socket.destroy());
    });
    await expect(put(origin, { file: large, tries: 2 })).rejects.toMatchObject({
      code: 'TARGET_FULL',
    });
  });

  it('does not take a success for one before everything was sent', async () => {
    const origin = await listen((_, socket) => {
      socket.pause().write(answer('200 OK'), () => setTimeout(() => socket.destroy(), 50));
    });
    await expect(put(origin, { file: large })).rejects.toMatchObject({
      code: 'TARGET_UNREACHABLE',
      retry: true,
      fields: { url: [expect.any(String)] },
    });
  });

  it('breaks off when the file does', async () => {
    const closed = Promise.withResolvers<number>();
    const origin = await listen((text, socket) => {
      socket.removeAllListeners('close').once('close', () => closed.resolve(text.length));
    });
    const file = fileOf([PIECE], new Failure('SOURCE_FAILED', 'It is shorter.'));
    await expect(put(origin, { file })).rejects.toMatchObject({ message: 'It is shorter.' });
    expect(await closed.promise).toBeLessThan(file.size + 200);
  });

  it('lets go at once when it is told to stop', async () => {
    const stop = new AbortController();
    const origin = await listen((_, socket) => {
      socket.pause();
      stop.abort(new Error('Enough.'));
    });
    await expect(put(origin, { file: large, signal: stop.signal })).rejects.toThrow('Enough.');
  });

  it('goes only where it may', async () => {
    const origin = await listen((_, socket) => {
      socket.write(answer('307 Temporary Redirect', 'location: http://169.254.169.254/x\r\n'));
    });
    await expect(put(origin)).rejects.toMatchObject({
      code: 'EGRESS_BLOCKED',
      fields: { url: [expect.stringContaining('169.254.169.254')] },
    });
  });
});
