import { expect, it } from 'vitest';
import { Failure } from '#lib/errors.ts';
import { describeNoAnswer, describeRefusal, readRetryAfter } from './describe-failure.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const refuse = (status: number, headers: Record<string, string> = JSON_TYPE) =>
  describeRefusal(new Response(null, { status, headers }), 'Acme');

it('has a sentence of its own for each way in which a connection refuses', () => {
  const sentences = [401, 402, 403, 429, 502, 503].map((status) => refuse(status)?.message ?? '');
  expect(new Set(sentences).size).toBe(6);
  for (const sentence of sentences) expect(sentence).toContain('“Acme”');
  expect(refuse(401)).toMatchObject({ code: 'CONNECTION_KEY_REFUSED' });
  expect(refuse(402)?.message).toMatch(/no credits left/);
  expect(refuse(403)?.message).toMatch(/task\.write/);
  expect(refuse(302)?.message).toMatch(/redirect/);
});

it('never passes on a 401: that would read as if one had been signed out here', () => {
  for (const status of [401, 402, 429, 503]) expect(refuse(status)?.status).not.toBe(401);
});

it('says how long to wait', () => {
  expect(refuse(429, { 'retry-after': '30' })).toMatchObject({
    code: 'RATE_LIMITED',
    retryAfterSeconds: 30,
    message: expect.stringContaining('30 seconds'),
  });
  expect(refuse(503, { 'retry-after': '1800' })?.message).toMatch(/maintenance.* 30 minutes/);
});

it('leaves alone what is about the request', () => {
  for (const status of [200, 404, 409, 410, 422]) expect(refuse(status)).toBeUndefined();
});

it('takes a 404 in HTML for an address where no API is, not for a task that is gone', () => {
  expect(refuse(404, { 'content-type': 'text/html' })).toMatchObject({
    code: 'SOURCE_FAILED',
    message: expect.stringContaining('no API v2'),
  });
});

it('tells what the network said, whatever it is wrapped in', () => {
  const coded = (code: string) => Object.assign(new Error('x'), { code });
  const say = (error: unknown) => describeNoAnswer(error, 'Acme', 'api.example.com');
  const wrapped = new TypeError('fetch failed', { cause: coded('ENOTFOUND') });
  expect(say(wrapped)).toMatchObject({
    code: 'CONNECTION_DOWN',
    message: expect.stringContaining('api.example.com could not be found'),
  });
  expect(say(coded('ECONNREFUSED')).message).toMatch(/refuses connections/);
  expect(say(coded('CERT_HAS_EXPIRED')).message).toMatch(/expired/);
  expect(say(new DOMException('x', 'TimeoutError')).code).toBe('DEADLINE_EXCEEDED');
  // It may have been taken: nobody can know.
  expect(say(coded('ECONNRESET')).code).toBe('TARGET_UNREACHABLE');
  const blocked = new Failure('EGRESS_BLOCKED');
  expect(say(new Error('wrapped', { cause: blocked }))).toBe(blocked);
});

it('reads Retry-After in seconds and as a date', () => {
  expect(readRetryAfter('7')).toBe(7);
  expect(readRetryAfter(new Date(Date.now() + 90_000).toUTCString())).toBeGreaterThan(85);
  for (const nothing of [null, '', '0', '-3', 'soon']) {
    expect(readRetryAfter(nothing)).toBeUndefined();
  }
});
