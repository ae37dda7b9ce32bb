import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningGcs, startGcs } from '../e2e/targets/gcs/gcs.ts';
import { crcOf, type GcsClient, openGcsClient } from '../e2e/targets/gcs/gcs-client.ts';

/** Upload sessions of the server that stands in for Google's, and what goes wrong on demand. */
let gcs: RunningGcs;
let client: GcsClient;
beforeAll(async () => {
  gcs = await startGcs();
  client = await openGcsClient(gcs);
});
afterAll(() => gcs.stop());

const BLOCK = 256 << 10;
const bytesOf = (size: number) => new Uint8Array(size).map((_, at) => (at * 7) % 251);

describe('upload sessions', () => {
  const bytes = bytesOf(2 * BLOCK + 100);

  test('take a file in pieces, and tell how far they are', async () => {
    const session = await client.begin('big', { headers: { 'x-upload-content-type': 'a/b' } });
    const total = bytes.length;
    const none = await client.put(session, '*/*');
    expect([none.status, none.headers.get('range')]).toEqual([308, null]);
    const first = await client.put(session, `0-${BLOCK - 1}/${total}`, bytes.slice(0, BLOCK));
    expect([first.status, first.headers.get('range')]).toEqual([308, `bytes=0-${BLOCK - 1}`]);
    const hash = { 'x-goog-hash': `crc32c=${crcOf(bytes)}` };
    const last = await client.put(
      session,
      `${BLOCK}-${total - 1}/${total}`,
      bytes.slice(BLOCK),
      hash,
    );
    expect(last.status).toBe(200);
    expect(await client.resource('big')).toMatchObject({
      size: `${total}`,
      contentType: 'a/b',
      crc32c: crcOf(bytes),
    });
    expect((await client.put(session, `*/${total}`)).status).toBe(200);
  });

  test('an empty file is asked for completion', async () => {
    const session = await client.begin('empty');
    expect((await client.put(session, '*/0')).status).toBe(200);
  });

  test.each<[string, string, Uint8Array<ArrayBuffer>, RegExp]>([
    [
      'a gap',
      `${2 * BLOCK}-${2 * BLOCK + 99}/${bytes.length}`,
      bytes.slice(0, 100),
      /exceeds already uploaded size/,
    ],
    ['an overlap', `0-${BLOCK - 1}/${bytes.length}`, bytes.slice(0, BLOCK), /here already/],
    [
      'an odd piece',
      `${BLOCK}-${BLOCK + 9}/${bytes.length}`,
      bytes.slice(0, 10),
      /multiple of 262144/,
    ],
    [
      'another total',
      `${BLOCK}-${2 * BLOCK - 1}/${bytes.length + 1}`,
      bytes.slice(0, BLOCK),
      /was said to have/,
    ],
    ['a range that is no range', 'all', bytes.slice(0, 10), /Failed to parse Content-Range/],
    [
      'a range of another length',
      `${BLOCK}-${BLOCK + 9}/${bytes.length}`,
      bytes.slice(0, 11),
      /differ/,
    ],
  ])('%s is refused, and nothing is lost', async (_, range, body, words) => {
    const session = await client.begin('strict');
    await client.put(session, `0-${BLOCK - 1}/${bytes.length}`, bytes.slice(0, BLOCK));
    const refused = await client.put(session, range, body);
    expect(refused.status).toBe(400);
    expect(refused.message).toMatch(words);
    expect((await client.put(session, `*/${bytes.length}`)).headers.get('range')).toBe(
      `bytes=0-${BLOCK - 1}`,
    );
  });

  test('wrong bytes never become an object', async () => {
    const session = await client.begin('wrong');
    const hash = { 'x-goog-hash': 'crc32c=AAAAAA==' };
    const refused = await client.put(session, `0-${bytes.length - 1}/${bytes.length}`, bytes, hash);
    expect(refused).toMatchObject({ status: 400, reason: 'invalid' });
    expect((await client.ask('GET', '/storage/v1/b/slipway/o/wrong')).status).toBe(404);
    expect((await client.put(session, `*/${bytes.length}`)).status).toBe(410);
  });

  test('are cancelled, expire, and exist only by their address', async () => {
    const session = await client.begin('cancelled');
    expect((await client.ask('DELETE', session, { as: '', body: '' })).status).toBe(499);
    expect((await client.put(session, '*/*')).status).toBe(499);
    expect(
      (await client.put(session.replace(/upload_id=...../, 'upload_id=xxxxx'), '*/*')).status,
    ).toBe(404);
    const late = await client.begin('late');
    gcs.expireSessions();
    expect((await client.put(late, '*/*')).status).toBe(410);
    expect(gcs.openSessions()).toBe(0);
  });

  test('find the name taken when they end', async () => {
    await client.media('taken');
    const session = await client.begin('taken', {}, '&ifGenerationMatch=0');
    expect((await client.put(session, '0-3/4', bytesOf(4))).status).toBe(412);
  });
});

describe('faults', () => {
  const total = 3 * BLOCK;
  const whole = bytesOf(total);

  test('a refusal in the middle keeps whole blocks', async () => {
    const session = await client.begin('f1');
    gcs.fault({
      step: 'chunk',
      does: 'answer',
      status: 503,
      afterBytes: BLOCK + 10,
      retryAfter: 2,
    });
    const busy = await client.put(session, `0-${total - 1}/${total}`, whole);
    expect([busy.status, busy.headers.get('retry-after')]).toEqual([503, '2']);
    expect((await client.put(session, `*/${total}`)).headers.get('range')).toBe(
      `bytes=0-${BLOCK - 1}`,
    );
  });

  test('a reset, a lost answer, and less kept than was sent', async () => {
    const session = await client.begin('f2');
    gcs.fault({ step: 'chunk', does: 'reset', afterBytes: BLOCK });
    await expect(client.put(session, `0-${total - 1}/${total}`, whole)).rejects.toThrow();
    gcs.fault({ step: 'chunk', does: 'keep', afterBytes: BLOCK });
    const kept = await client.put(session, `${BLOCK}-${total - 1}/${total}`, whole.slice(BLOCK));
    expect([kept.status, kept.headers.get('range')]).toEqual([308, `bytes=0-${2 * BLOCK - 1}`]);
    gcs.fault({ step: 'chunk', does: 'lose' });
    await expect(
      client.put(session, `${2 * BLOCK}-${total - 1}/${total}`, whole.slice(2 * BLOCK)),
    ).rejects.toThrow();
    expect((await client.put(session, `*/${total}`)).status).toBe(200);
  });
});
