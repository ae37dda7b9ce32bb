import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import type { EgressSend } from '../../egress.ts';
import { createGrants, type Grant, renewalTime } from './grant.ts';
import { readSettings } from './settings.ts';
import { createSwift, pathOf } from './swift.ts';
import { describeSwiftFailure } from './swift-failure.ts';

const settings = readSettings({
  auth_url: 'https://keys.example',
  region: 'One',
  container: 'c',
  username: 'u',
  password: 'pw',
});
const { signal } = new AbortController();
const grant = (token: string, left = Number.POSITIVE_INFINITY): Grant => ({
  token,
  storageUrl: 'https://one.example/v1/AUTH_a',
  project: 'p',
  renewAt: left,
});

/** @param status by token. */
function store(status: Record<string, number>, tokens: Grant[]) {
  const sent: { url: string; token: string | undefined; body: string }[] = [];
  const send = async (url: string | URL, { headers = {}, body }: EgressSend) => {
    const token = headers['x-auth-token'];
    const text = body instanceof Readable ? (await body.toArray()).join('') : `${body ?? ''}`;
    sent.push({ url: `${url}`, token, body: text });
    const answer = Readable.from([Buffer.from(`no ${token}`)]);
    return { status: status[token ?? ''] ?? 401, headers: {}, body: answer, url: new URL(url) };
  };
  let signIns = 0;
  const grants = createGrants(async () => {
    const next = tokens[signIns++];
    if (!next) throw new Error('signed in too often');
    return next;
  });
  return { swift: createSwift({ settings, egress: { send }, grants }), sent, count: () => signIns };
}

describe('a token', () => {
  test('that is refused half-way is renewed, and the bytes are sent again', async () => {
    const { swift, sent } = store({ new: 201 }, [grant('old'), grant('new')]);
    const body = async () => Readable.from(['bytes']);
    const reply = await swift.send({ method: 'PUT', path: ['c', 'o'], body, signal });
    expect(reply.status).toBe(201);
    expect(sent.map(({ token, body }) => [token, body])).toEqual([
      ['old', 'bytes'],
      ['new', 'bytes'],
    ]);
  });

  test('is renewed once for all who need it', async () => {
    const { swift, count } = store({ new: 201 }, [grant('old'), grant('new')]);
    const put = () => swift.send({ method: 'PUT', path: ['c', 'o'], signal });
    const replies = await Promise.all([put(), put(), put()]);
    expect(replies.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(count()).toBe(2);
  });

  test('that is about to end is renewed beforehand', async () => {
    const { swift, sent } = store({ old: 201, new: 201 }, [
      grant('old', performance.now() - 1),
      grant('new'),
    ]);
    await swift.send({ method: 'HEAD', path: ['c'], signal });
    expect(sent.map(({ token }) => token)).toEqual(['new']);
  });

  test('is renewed a minute early, or a quarter of its life', () => {
    const now = performance.now();
    expect((renewalTime(3_600_000) ?? 0) - now).toBeCloseTo(3_540_000, -2);
    expect((renewalTime(20_000) ?? 0) - now).toBeCloseTo(15_000, -2);
    expect(renewalTime(Number.NaN)).toBeUndefined();
  });

  test('that is refused twice is told of, without the token', async () => {
    const { swift } = store({}, [grant('secret-1'), grant('secret-2')]);
    const reply = await swift.send({ method: 'PUT', path: ['c', 'o'], signal });
    expect(reply).toMatchObject({ status: 401, text: 'no •••' });
  });

  test('that cannot be had is asked for again the next time', async () => {
    let times = 0;
    const grants = createGrants(async () => {
      times += 1;
      if (times === 1) throw new Error('away');
      return grant('t');
    });
    await expect(grants.get()).rejects.toThrow('away');
    await expect(grants.get()).resolves.toMatchObject({ token: 't' });
  });
});

test('names arrive as they are', () => {
  const name = `a b/ü#?%41+'"//x\\`;
  const { pathname } = new URL(`https://h${pathOf(['c d', name])}`);
  expect(pathname.split('/').slice(1, 2).map(decodeURIComponent)).toEqual(['c d']);
  expect(decodeURIComponent(pathname.slice('/c%20d/'.length))).toBe(name);
});

test('`info` stands beside the version', async () => {
  const { swift, sent } = store({}, [{ ...grant('t'), storageUrl: 'https://h/swift/v1/AUTH_a' }]);
  await swift.beside('info', signal);
  expect(sent[0]).toMatchObject({ url: 'https://h/swift/info', token: undefined });
});

describe('an answer that is no success', () => {
  const describeIt = (status: number, text = '', headers = {}) =>
    describeSwiftFailure(
      { status, text, headers, url: new URL('https://one.example/v1/a/c/o') },
      { settings, step: 'storing “o”', container: 'c' },
    );

  test.each([
    [401, 'TARGET_AUTH_FAILED', 'auth_url', false],
    [403, 'TARGET_DENIED', 'username', false],
    [404, 'TARGET_NOT_FOUND', 'container', false],
    [409, 'TARGET_BUSY', undefined, true],
    [413, 'TARGET_FULL', undefined, false],
    [422, 'INTEGRITY_MISMATCH', undefined, true],
    [429, 'TARGET_BUSY', undefined, true],
    [498, 'TARGET_BUSY', undefined, true],
    [499, 'TARGET_UNREACHABLE', undefined, true],
    [500, 'TARGET_UNREACHABLE', undefined, true],
    [503, 'TARGET_UNREACHABLE', undefined, true],
    [507, 'TARGET_FULL', undefined, false],
    [302, 'TARGET_NOT_FOUND', 'region', false],
  ])('%i is %s', (status, code, field, retry) => {
    const failure = describeIt(status);
    expect(failure).toMatchObject({ code, retry });
    expect(Object.keys(failure.fields ?? {})).toEqual(field ? [field] : []);
    expect(failure.message).toMatch(/one\.example.*\.$/);
    expect(failure.detail).toContain(`HTTP ${status}`);
  });

  test('names what a 400 is about', () => {
    const about = (text: string) => Object.keys(describeIt(400, text).fields ?? {});
    expect(about('Metadata name too long: x')).toEqual(['metadata']);
    expect(about('X-Delete-After in past')).toEqual(['delete_after']);
    expect(describeIt(400, 'Object name length of 1100 longer than 1024')).toMatchObject({
      code: 'INVALID_FILENAME',
    });
  });

  test('keeps the time to wait', () => {
    const failure = describeIt(503, '', { 'retry-after': '3' });
    expect(failure).toMatchObject({ code: 'TARGET_BUSY', retryAfterSeconds: 3 });
  });
});
