import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { Failure } from '#lib/errors.ts';
import { describeTargetError } from '../../delivery/target-failure.ts';
import type { Egress, EgressAnswer } from '../../egress.ts';

/** An answer, read to its end. */
export type Reply = {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  url: URL;
};

export type Question = {
  method: string;
  url: string | URL;
  headers?: Record<string, string> | undefined;
  /** A stream goes with a content-length in the headers; it is destroyed on every path. */
  body?: Readable | Uint8Array | string | undefined;
  signal: AbortSignal;
  /** Milliseconds until the answer is there, for what should be quick. */
  within?: number;
  /** The field of the form that the address comes from. */
  field: string;
};

/** Asks the Identity service something. */
export type Ask = (
  question: Pick<Question, 'method' | 'url' | 'headers' | 'body'>,
) => Promise<Reply>;

/** Bytes of an answer: catalogues of clouds with many regions have some hundred thousand. */
const LONGEST = 8 << 20;

/**
 * Sends a request and reads the whole answer, whatever its status.
 * @throws Failure of the connection, of the egress rule, of the body; the signal's reason.
 */
export async function exchange(egress: Pick<Egress, 'send'>, question: Question): Promise<Reply> {
  const { url, field, signal, within, ...request } = question;
  const { host } = new URL(url);
  const late = within === undefined ? undefined : AbortSignal.timeout(within);
  try {
    const either = late ? AbortSignal.any([signal, late]) : signal;
    return await readReply(await egress.send(url, { ...request, signal: either }));
  } catch (error) {
    signal.throwIfAborted();
    if (late?.aborted) throw tooLate(host, within ?? 0, field);
    throw describeTargetError(error, host, field);
  } finally {
    if (typeof request.body === 'object' && 'destroy' in request.body) request.body.destroy();
  }
}

/**
 * Sends a request and gives the answer as soon as its head is there. The caller reads the body to the end or
 * destroys it; it ends with the signal.
 * @throws as `exchange` does.
 */
export async function begin(
  egress: Pick<Egress, 'send'>,
  { url, field, signal, method, headers }: Question,
): Promise<EgressAnswer> {
  try {
    return await egress.send(url, { method, headers, signal });
  } catch (error) {
    signal.throwIfAborted();
    throw describeTargetError(error, new URL(url).host, field);
  }
}

/** An answer that was begun, read to its end. @throws errors of the connection. */
export async function readReply({ status, headers, body, url }: EgressAnswer): Promise<Reply> {
  return { status, headers, text: await readText(body), url };
}

function tooLate(host: string, ms: number, field: string): Failure {
  const words = `${host} did not answer within ${Math.round(ms / 1000)} s.`;
  return new Failure('TARGET_UNREACHABLE', words, { fields: { [field]: [words] } });
}

async function readText(body: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of body) {
      bytes += (chunk as Buffer).length;
      if (bytes > LONGEST) break;
      chunks.push(chunk as Buffer);
    }
  } finally {
    body.on('error', () => {});
    body.destroy();
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** What a JSON answer holds; undefined for anything else. */
export function readJson({ text }: Reply): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Characters of an answer that are shown; the rest of a page says no more. */
const SHOWN = 2_000;

/** An answer for "Details". A good one is not shown if it is JSON: it may hold a token. */
export function describeReply({ status, headers, text }: Reply): string {
  const id = headers['x-openstack-request-id'] ?? headers['x-trans-id'];
  const shown = status < 300 && /^\s*[{[]/.test(text) ? '' : text.slice(0, SHOWN);
  return [`HTTP ${status}`, id ? `request ${id}` : '', shown].filter(Boolean).join('\n');
}
