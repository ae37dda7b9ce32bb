import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { Readable } from 'node:stream';
import { pour } from '../../delivery/pour.ts';
import type { AzureContext } from './azure-context.ts';
import { type Answer, Refusal } from './refusal.ts';
import { signSharedKey } from './shared-key.ts';

/** Large blocks and tiers are newer than most; sovereign clouds and Azurite know this one too. */
const VERSION = '2021-12-02';
/** Bodies from this size on are sent only once the service has seen the head. Bytes. */
const ASK_FROM = 1 << 20;
/** What curl waits for `100 Continue`. Milliseconds. */
const ASK_FOR = 1_000;
/** Bytes of an answer: 50,000 blocks of two uploads have some. */
const LONGEST = 24 << 20;

export type Call = {
  method: 'GET' | 'HEAD' | 'PUT' | 'DELETE';
  /** Left out, the container itself is asked. */
  blob?: string;
  query?: Record<string, string>;
  /** Lower-case names, save for metadata, which keeps its letters. */
  headers?: Record<string, string>;
  /** A stream is destroyed on every path. */
  body?: Readable | Uint8Array | string;
  /** Bytes of the body. */
  length?: number;
  /** Gets the bytes of a stream so far. */
  sent?: (bytes: number) => void;
  /** "storing the file", for sentences. */
  step: string;
  signal: AbortSignal;
};

/**
 * One request, signed by the engine's clock, over the egress rule; redirects are not followed. It has
 * no deadline: an upload lasts as long as it moves, which the signal watches.
 * @returns an answer of 2xx. @throws Refusal; errors of the connection and of the body; the signal's reason.
 */
export async function call(context: AzureContext, request: Call): Promise<Answer> {
  const { body, length = 0, step, signal } = request;
  const stream = typeof body === 'object' && 'pipe' in body ? body : undefined;
  try {
    signal.throwIfAborted();
    const asksFirst = context.asksFirst && stream !== undefined && length >= ASK_FROM;
    const req = begin(context, request, asksFirst ? { expect: '100-continue' } : {});
    const answer = await exchange(context, req, request, asksFirst ? 'ask' : 'send');
    if (answer.status >= 200 && answer.status < 300) return answer;
    throw new Refusal(answer, step);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    if (stream) {
      stream.on('error', () => {});
      stream.destroy();
    }
  }
}

/**
 * Reads a blob or a list: the answer comes as soon as its head is there.
 * @returns an answer of 2xx, whose body the caller reads to the end or destroys, and which ends with the
 * signal. @throws as `call` does.
 */
export async function open(context: AzureContext, request: Call): Promise<IncomingMessage> {
  const { step, signal } = request;
  signal.throwIfAborted();
  const req = begin(context, request);
  const abort = () => req.destroy(toError(signal.reason));
  signal.addEventListener('abort', abort, { once: true });
  req.once('close', () => signal.removeEventListener('abort', abort));
  try {
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    req.on('error', reject).once('response', resolve).end();
    const answer = await promise;
    const status = answer.statusCode ?? 0;
    if (status >= 200 && status < 300) return answer;
    throw new Refusal({ status, headers: answer.headers, text: await readText(answer) }, step);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}

/** A signed request whose body is still to be sent. */
function begin(context: AzureContext, request: Call, more: Record<string, string> = {}) {
  const { settings, clock, agents } = context;
  const { method, blob, query = {}, length = 0 } = request;
  const { endpoint, account, container, credential } = settings;
  const place = encodeURIComponent(container).replace('%24', '$');
  const below = blob === undefined ? '' : `/${escapeName(blob)}`;
  const path = `${endpoint.pathname.replace(/\/$/, '')}/${place}${below}`;
  const headers: Record<string, string> = {
    ...request.headers,
    ...(method === 'PUT' ? { 'content-length': `${length}` } : {}),
    'x-ms-date': clock.now().toUTCString(),
    'x-ms-version': VERSION,
  };
  if (credential.key) {
    const signable = { method, path, query, headers: lowerCased(headers) };
    headers.authorization = signSharedKey(account, credential.key, signable);
  }
  const asked = Object.entries(query).map((pair) => pair.map(encodeURIComponent).join('='));
  if (credential.sas) asked.push(credential.sas.query);
  const secure = endpoint.protocol === 'https:';
  return (secure ? https : http).request({
    agent: secure ? agents.https : agents.http,
    host: endpoint.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: endpoint.port || (secure ? 443 : 80),
    method,
    path: asked.length > 0 ? `${path}?${asked.join('&')}` : path,
    headers: { ...headers, ...more },
  });
}

async function exchange(
  context: AzureContext,
  req: ClientRequest,
  { body, sent, signal }: Call,
  how: 'ask' | 'send',
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const stream = typeof body === 'object' && 'pipe' in body ? body : undefined;
  const abort = () => req.destroy(toError(signal.reason));
  signal.addEventListener('abort', abort, { once: true });
  req.on('error', reject).once('response', resolve);
  // The failure of the source is what the request fails with.
  stream?.on('error', (error) => req.destroy(error));
  const send = () => {
    clearTimeout(timer);
    if (!stream) return req.end(body);
    let bytes = 0;
    stream.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      sent?.(bytes);
    });
    return pour(stream, req);
  };
  let timer: NodeJS.Timeout | undefined;
  if (how === 'ask') {
    req.once('continue', send);
    timer = setTimeout(() => {
      context.asksFirst = false;
      req.off('continue', send);
      send();
    }, ASK_FOR);
  } else send();
  try {
    const answer = await promise;
    clearTimeout(timer);
    req.off('continue', send);
    const text = await readText(answer);
    return { status: answer.statusCode ?? 0, headers: answer.headers, text };
  } finally {
    clearTimeout(timer);
    // What is left of the body nobody would read.
    if (!req.writableFinished) req.destroy();
    signal.removeEventListener('abort', abort);
  }
}

/** Up to 24 MiB of it. */
async function readText(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer) {
    bytes += (chunk as Buffer).length;
    if (bytes > LONGEST) break;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** As Azure's SDKs do: the service signs the path as it came, and wants single quotes encoded. */
export const escapeName = (name: string): string =>
  name
    .split('/')
    .map((segment) => encodeURIComponent(segment).replaceAll("'", '%27'))
    .join('/');

const toError = (reason: unknown): Error =>
  reason instanceof Error ? reason : new Error('The request was aborted.');

const lowerCased = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
