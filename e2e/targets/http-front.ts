import { readFileSync } from 'node:fs';
import {
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  request,
  type ServerResponse,
} from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream';
import type { Certificate } from './certificates.ts';

export type CannedAnswer = { status: number; headers?: OutgoingHttpHeaders; body?: string };

/** A server in front of another one, which it asks unless it was told to answer by itself. */
export type HttpFront = {
  port: number;
  /** `http://127.0.0.1:port`, or https. */
  url: string;
  /** Answers the next `count` requests that `matches` in place of the server. */
  answerNext(count: number, answer: CannedAnswer, matches?: (asked: Asked) => boolean): void;
  close(): Promise<void>;
};

export type Asked = { method: string; url: string };

/**
 * @param upstream `http://host:port`. Requests go there as they came, Host header included, so that
 * signatures stay right.
 */
export async function startHttpFront({
  upstream,
  tls,
  port = 0,
}: {
  upstream: string;
  tls?: Certificate;
  port?: number;
}): Promise<HttpFront> {
  const canned: { left: number; answer: CannedAnswer; matches: (asked: Asked) => boolean }[] = [];
  const handle = (asked: IncomingMessage, response: ServerResponse) => {
    const { method = '', url = '' } = asked;
    const own = canned.find(({ left, matches }) => left > 0 && matches({ method, url }));
    if (own) {
      own.left -= 1;
      refuse(asked, response, own.answer);
    } else pass(asked, response, upstream);
  };
  const server = tls
    ? createSecureServer({ cert: readFileSync(tls.cert), key: readFileSync(tls.key) }, handle)
    : createServer(handle);
  server.on('tlsClientError', () => {});
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(port, '127.0.0.1', resolve);
  await promise;
  const { port: listening } = server.address() as AddressInfo;
  return {
    port: listening,
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${listening}`,
    answerNext: (left, answer, matches = () => true) => void canned.push({ left, answer, matches }),
    async close() {
      const closed = new Promise((done) => server.close(done));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Reads what was sent before it answers, so that the answer is not lost to a reset. */
function refuse(asked: IncomingMessage, response: ServerResponse, answer: CannedAnswer): void {
  asked.on('error', () => response.destroy()).resume();
  asked.once('end', () => {
    response.writeHead(answer.status, answer.headers ?? {}).end(answer.body ?? '');
  });
  if (asked.headers.expect) response.writeContinue();
}

function pass(asked: IncomingMessage, response: ServerResponse, upstream: string): void {
  const { method, url = '', headers } = asked;
  const { hostname, port } = new URL(upstream);
  const onward = request({ hostname, port, method, path: url, headers, setHost: false });
  onward.on('response', (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
    pipeline(answer, response, () => {});
  });
  onward.on('error', () => response.destroy());
  pipeline(asked, onward, () => {});
}
