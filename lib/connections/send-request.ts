import type { Readable } from 'node:stream';
import type { Egress } from '#lib/engine/egress.ts';
import { Failure } from '#lib/errors.ts';
import { describeNoAnswer, describeRefusal } from './describe-failure.ts';
import type { Rate } from './gate.ts';

/** Bytes of an answer: a page of a hundred tasks with many files each stays far below. */
const LARGEST = 16 << 20;

export type Sender = Pick<Egress, 'send'>;

/** Whom to ask, with the key opened for this one request. */
export type Recipient = { name: string; apiKey: string };

/**
 * Sends a v2 request over the network, by the egress rule. The key goes in a header and nowhere else;
 * redirects are not followed, so it goes to nobody else.
 *
 * @returns the answer, read whole, when it is one about what was asked: also a 404 or 422.
 * @throws Failure that names the connection, for what lies in the connection itself.
 */
export async function sendRequest(
  egress: Sender,
  request: Request,
  { name, apiKey }: Recipient,
  note: (rate: Rate) => void,
): Promise<Response> {
  const url = new URL(request.url);
  const body = request.body ? await request.text() : undefined;
  let response: Response;
  try {
    const answer = await egress.send(url, {
      method: request.method,
      headers: {
        ...Object.fromEntries(request.headers),
        authorization: `Bearer ${apiKey}`,
        'user-agent': 'Slipway',
      },
      body,
      signal: request.signal,
    });
    const text = await readWhole(answer.body, name);
    response = new Response(text || null, {
      // Response takes no status below 200.
      status: Math.max(200, answer.status),
      headers: plainHeaders(answer.headers),
    });
  } catch (error) {
    // Broken off on our side: that says nothing about the connection.
    if (request.signal.aborted && request.signal.reason?.name !== 'TimeoutError') throw error;
    throw describeNoAnswer(error, name, url.host);
  }
  const rate = readRate(response.headers);
  if (rate) note(rate);
  const refusal = describeRefusal(response, name);
  if (refusal) throw refusal;
  return response;
}

async function readWhole(body: Readable, name: string): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Leaving the loop closes the stream.
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST)
      throw new Failure('SOURCE_FAILED', `“${name}” answers with more than an API v2 would.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function plainHeaders(given: Record<string, string | string[] | undefined>): Headers {
  const headers = new Headers();
  for (const name of [
    'content-type',
    'retry-after',
    'x-ratelimit-limit',
    'x-ratelimit-remaining',
  ]) {
    const value = [given[name]].flat()[0];
    if (value) headers.set(name, value);
  }
  return headers;
}

function readRate(headers: Headers): Rate | undefined {
  const limit = Number.parseInt(headers.get('x-ratelimit-limit') ?? '', 10);
  const remaining = Number.parseInt(headers.get('x-ratelimit-remaining') ?? '', 10);
  return limit > 0 && remaining >= 0 ? { limit, remaining } : undefined;
}
