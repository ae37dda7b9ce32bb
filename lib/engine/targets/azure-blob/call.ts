import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { Readable } from 'node:stream';
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
  blob: string;
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
  const { settings, clock, agents } = context;
  const { method, blob, query = {}, body, length = 0, step, signal } = request;
  const { endpoint, account, container, credential } = settings;
  const stream = typeof body === 'object' && 'pipe' in body ? body : undefined;
  try {
    signal.throwIfAborted();
    const path = `${endpoint.pathname.replace(/\/$/, '')}/${encodeURIComponent(container).replace('%24', '$')}/${escapeName(blob)}`;
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
    const asksFirst = context.asksFirst && stream !== undefined && length >= ASK_FROM;
    const secure = endpoint.protocol === 'https:';
    const req = (secure ? https : http).request({
      agent: secure ? agents.https : agents.http,
      host: endpoint.hostname.replace(/^\[(.*)\]$/, '$1'),
      port: endpoint.port || (secure ? 443 : 80),
      method,
      path: asked.length > 0 ? `${path}?${asked.join('&')}` : path,
      headers: asksFirst ? { ...headers, expect: '100-continue' } : headers,
    });
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

async function exchange(
  context: AzureContext,
  req: ClientRequest,
  { body, sent, signal }: Call,
  how: 'ask' | 'send',
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const stream = typeof body === 'object' && 'pipe' in body ? body : undefined;
  const abort = () => {
    const { reason } = signal;
    req.destroy(reason instanceof Error ? reason : new Error('The request was aborted.'));
  };
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
    return stream.pipe(req);
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

const lowerCased = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
