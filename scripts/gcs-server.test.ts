import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningGcs, startGcs } from '../e2e/targets/gcs/gcs.ts';
import {
  type Answer,
  crcOf,
  type GcsClient,
  openGcsClient,
} from '../e2e/targets/gcs/gcs-client.ts';

/** The server that stands in for Google's is held to what Google documents, and to no more. */
let gcs: RunningGcs;
let client: GcsClient;
beforeAll(async () => {
  gcs = await startGcs();
  client = await openGcsClient(gcs);
});
afterAll(() => gcs.stop());

describe('signing in', () => {
  test.each<[string, () => string, string, string]>([
    [
      'an unknown account',
      () => client.assertion({ iss: 'x@y.iam.gserviceaccount.com' }),
      'invalid_grant',
      'account not found',
    ],
    [
      'another key',
      () =>
        client.assertion({ iss: gcs.serviceAccount.client_email }, gcs.makeAccount('other', [])),
      'invalid_grant',
      'Invalid JWT Signature.',
    ],
    [
      'a clock that is behind',
      () => client.assertion({ iat: 1, exp: 3601 }),
      'invalid_grant',
      'short-lived token',
    ],
    [
      'two hours',
      () => client.assertion({ exp: Math.floor(Date.now() / 1000) + 7200 }),
      'invalid_grant',
      'short-lived token',
    ],
    [
      'another audience',
      () => client.assertion({ aud: 'https://example.com/token' }),
      'invalid_grant',
      'audience',
    ],
    ['no scope', () => client.assertion({ scope: undefined }), 'invalid_scope', 'scope'],
  ])('%s is refused', async (_, jwt, error, words) => {
    const { status, body } = await client.trade(jwt());
    expect(status).toBe(400);
    expect(body).toEqual({ error, error_description: expect.stringContaining(words) });
  });

  test('an unknown grant is refused', async () => {
    expect((await client.trade(client.assertion(), 'password')).body.error).toBe(
      'unsupported_grant_type',
    );
  });

  test('tokens end, and what comes with none is told so', async () => {
    expect(await client.media('a', { as: '' })).toMatchObject({ status: 401, reason: 'required' });
    gcs.set({ tokenSeconds: 0 });
    const ended = await client.signIn();
    gcs.set({ tokenSeconds: 3599 });
    const late = await client.media('a', { as: ended });
    expect(late).toMatchObject({
      status: 401,
      reason: 'authError',
      message: 'Invalid Credentials',
    });
    expect(late.headers.get('www-authenticate')).toContain('error="invalid_token"');
  });
});

describe('one request', () => {
  test('stores, tells checksums, and gives the bytes back', async () => {
    const name = 'Ordner/ä %#?+ \'"';
    expect((await client.media(name)).status).toBe(200);
    expect(await client.resource(name)).toMatchObject({
      ...{ name, size: '5', contentType: 'text/plain', metageneration: '1' },
      crc32c: crcOf(Buffer.from('hello')),
      md5Hash: createHash('md5').update('hello').digest('base64'),
    });
    const path = `/storage/v1/b/slipway/o/${encodeURIComponent(name)}`;
    expect((await client.ask('GET', `${path}?alt=media`)).text).toBe('hello');
    expect(
      (await client.ask('GET', `${path}?alt=media`, { headers: { range: 'bytes=1-2' } })).text,
    ).toBe('el');
    expect((await client.ask('GET', '/storage/v1/b/slipway/o?prefix=Ordner/')).text).toContain(
      '"items"',
    );
    expect((await client.ask('DELETE', path)).status).toBe(204);
    expect(await client.ask('GET', path)).toMatchObject({ status: 404, reason: 'notFound' });
  });

  test.each<[string, () => Promise<Answer>, object]>([
    [
      'an unknown parameter',
      () => client.media('a', {}, '&nme=a'),
      { status: 400, reason: 'invalidParameter' },
    ],
    ['no name', () => client.media(''), { status: 400, reason: 'required' }],
    ['a name with a line break', () => client.media('a\nb'), { status: 400, reason: 'invalid' }],
    [
      'the wrong CRC32C',
      () => client.media('a', { headers: { 'x-goog-hash': 'crc32c=AAAAAA==' } }),
      {
        status: 400,
        message: expect.stringMatching(
          /^Provided CRC32C "AAAAAA==" doesn't match calculated CRC32C "/,
        ),
      },
    ],
    [
      'a hash that is none',
      () => client.media('a', { headers: { 'x-goog-hash': 'crc32c=1' } }),
      { status: 400 },
    ],
    [
      'an ACL that is none',
      () => client.media('a', {}, '&predefinedAcl=public-read'),
      { status: 400 },
    ],
  ])('%s is refused', async (_, request, refused) => {
    expect(await request()).toMatchObject(refused);
  });

  test('a body of unknown length is refused', async () => {
    const body = Readable.toWeb(Readable.from([Buffer.from('x')]));
    const init = {
      method: 'POST',
      body,
      duplex: 'half',
      headers: { authorization: `Bearer ${client.token}` },
    };
    const url = `${gcs.url}/upload/storage/v1/b/slipway/o?uploadType=media&name=a`;
    expect((await fetch(url, init as RequestInit)).status).toBe(411);
  });

  test('preconditions hold', async () => {
    const name = 'only-once';
    expect((await client.media(name, {}, '&ifGenerationMatch=0')).status).toBe(200);
    expect(await client.media(name, {}, '&ifGenerationMatch=0')).toMatchObject({
      status: 412,
      reason: 'conditionNotMet',
    });
    const { generation } = await client.resource(name);
    expect((await client.media(name, {}, `&ifGenerationMatch=${generation}`)).status).toBe(200);
    const path = `/storage/v1/b/slipway/o/${name}?ifGenerationMatch=${generation}`;
    expect((await client.ask('DELETE', path)).status).toBe(412);
  });

  test('a resource and bytes go together', async () => {
    const related = (json: object, type = 'text/plain') =>
      client.ask('POST', '/upload/storage/v1/b/slipway/o?uploadType=multipart', {
        headers: { 'content-type': 'multipart/related; boundary=b' },
        body: `--b\r\nContent-Type: application/json; charset=UTF-8\r\n\r\n${JSON.stringify(json)}\r\n--b\r\nContent-Type: ${type}\r\n\r\n--b is no end\r\n--b--\r\n`,
      });
    const metadata = { some: 'data' };
    expect((await related({ name: 'm', metadata, cacheControl: 'no-cache' })).status).toBe(200);
    expect(await client.resource('m')).toMatchObject({
      metadata,
      cacheControl: 'no-cache',
      size: '13',
    });
    expect((await related({ name: 'm', color: 'red' })).message).toContain('Unknown name "color"');
    expect((await related({ name: 'm', contentType: 'image/png' })).status).toBe(400);
    expect((await related({ name: 'm', crc32c: 'AAAAAA==' })).message).toContain("doesn't match");
    expect((await related({ name: 'm', metadata: { a: 'x'.repeat(9000) } })).message).toContain(
      '8 KiB',
    );
    expect((await client.resource('m')).size).toBe('13');
  });
});

test('buckets and accounts have their limits', async () => {
  const creator = await client.signIn(gcs.makeAccount('creator', ['storage.objects.create']));
  expect((await client.media('by-creator', { as: creator })).status).toBe(200);
  const again = await client.media('by-creator', { as: creator });
  expect(again).toMatchObject({ status: 403, reason: 'forbidden' });
  expect(again.message).toContain('does not have storage.objects.delete access');
  const elsewhere = (bucket: string, query = '') =>
    client.ask('POST', `/upload/storage/v1/b/${bucket}/o?uploadType=media&name=a${query}`, {
      body: 'x',
      headers: { 'content-type': 'a/b' },
    });
  expect(await elsewhere('nowhere')).toMatchObject({
    status: 404,
    message: 'The specified bucket does not exist.',
  });
  gcs.makeBucket('unpaid', { billing: 'off' });
  expect(await elsewhere('unpaid')).toMatchObject({ status: 403, reason: 'accountDisabled' });
  gcs.makeBucket('uniform', { uniform: true });
  expect((await elsewhere('uniform', '&predefinedAcl=private')).message).toContain('uniform');
  gcs.makeBucket('pays', { requesterPays: true });
  expect((await elsewhere('pays')).message).toContain('requester pays');
  expect((await elsewhere('pays', '&userProject=p')).status).toBe(200);
});

test('is led from another process', async () => {
  const order = async (name: string, given = {}) =>
    (
      await fetch(`${gcs.url}/control/${name}`, { method: 'POST', body: JSON.stringify(given) })
    ).json();
  expect(await order('describe')).toMatchObject({
    url: gcs.url,
    buckets: expect.arrayContaining(['slipway']),
  });
  await order('bucket', { name: 'ordered' });
  const account = await order('account', { name: 'ordered', may: ['storage.objects.create'] });
  const as = await client.signIn(account);
  const path = '/upload/storage/v1/b/ordered/o?uploadType=media&name=a';
  expect(
    (await client.ask('POST', path, { as, body: 'x', headers: { 'content-type': 'a/b' } })).status,
  ).toBe(200);
});
