import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { Readable } from 'node:stream';
import type { NodeHttpHandler } from '@smithy/node-http-handler';
import { pour } from '../../delivery/pour.ts';
import { readAnswer } from '../../delivery/read-answer.ts';
import type { EgressAgents } from '../../egress-agents.ts';

type Handle = NodeHttpHandler['handle'];
type Request = Parameters<Handle>[0];

/** An answer that is no success, as it came. Header names are in lower case. */
export type RawAnswer = { status: number; headers: Readonly<Record<string, string>>; text: string };

/** Bodies from this size on are sent only once the server has seen the head. Bytes. */
const ASK_FROM = 1 << 20;
/** What curl waits for `100 Continue`. Milliseconds. */
const ASK_FOR = 1_000;

const raw = new WeakMap<object, RawAnswer>();

/** What stood in an answer that the SDK has made an error of. @param response its `$response`. */
export function findRawAnswer(response: unknown): RawAnswer | undefined {
  return typeof response === 'object' && response !== null ? raw.get(response) : undefined;
}

/**
 * Sends the SDK's requests through the egress rule. The SDK's own handler waits for `100 Continue`
 * only with agents of its own making, and a body that fails leaves its request hanging. Here a
 * refusal (wrong key, no permission) comes before the file is sent rather than as a broken
 * connection, and the failure of the source is what the request fails with. It has no deadline: an
 * upload lasts as long as it moves, which the signal watches.
 */
export function createRequestHandler(agents: EgressAgents) {
  // A server that let us wait once would do so for each part.
  let asks = true;

  const handle: Handle = async (request, { abortSignal } = {}) => {
    const signal = abortSignal as AbortSignal | undefined;
    signal?.throwIfAborted();
    const secure = request.protocol === 'https:';
    const body: unknown = request.body;
    const stream = body instanceof Readable ? body : undefined;
    const ask = asks && stream !== undefined && lengthOf(request) >= ASK_FROM;
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const req = (secure ? https : http).request({
      agent: secure ? agents.https : agents.http,
      host: request.hostname.replace(/^\[(.*)\]$/, '$1'),
      port: request.port,
      method: request.method,
      path: pathOf(request),
      headers: ask ? { ...request.headers, expect: '100-continue' } : request.headers,
    });
    const abort = () => req.destroy(toError(signal?.reason));
    signal?.addEventListener('abort', abort, { once: true });
    req.on('error', reject).once('response', resolve);
    req.once('close', () => {
      signal?.removeEventListener('abort', abort);
      stream?.destroy();
    });
    const send = () => {
      clearTimeout(timer);
      if (stream) pour(stream, req);
      else req.end(body);
    };
    let timer: NodeJS.Timeout | undefined;
    stream?.on('error', (error) => req.destroy(error));
    if (ask) {
      req.once('continue', send);
      timer = setTimeout(() => {
        asks = false;
        req.off('continue', send);
        send();
      }, ASK_FOR);
    } else send();
    const answer = await promise.finally(() => clearTimeout(timer));
    req.off('continue', send);
    const status = answer.statusCode ?? 0;
    const headers = plainHeaders(answer);
    if (status < 300) return { response: { statusCode: status, headers, body: answer } };
    const text = await readAnswer(answer);
    // What is left of the body nobody would read.
    if (!req.writableFinished) req.destroy();
    const response = { statusCode: status, headers, body: Readable.from([Buffer.from(text)]) };
    raw.set(response, { status, headers, text });
    return { response };
  };

  return {
    metadata: { handlerProtocol: 'http/1.1' },
    handle,
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
    destroy: () => agents.destroy(),
  };
}

const lengthOf = ({ headers }: Request): number => Number(headers['content-length'] ?? 0);

const toError = (reason: unknown): Error =>
  reason instanceof Error ? reason : new Error('The request was aborted.');

function plainHeaders({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]),
  );
}

/** As it was signed: the path is not looked at, so that `..` in a key stays. */
function pathOf({ path, query = {} }: Request): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    [value ?? ''].flat().map((one) => `${escapeUri(name)}=${escapeUri(one)}`),
  );
  return pairs.length > 0 ? `${path}?${pairs.join('&')}` : path;
}

const escapeUri = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
