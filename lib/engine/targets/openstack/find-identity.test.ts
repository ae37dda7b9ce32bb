import { describe, expect, test } from 'vitest';
import type { Reply } from './exchange.ts';
import { findIdentity } from './find-identity.ts';

type Canned = { status?: number; json?: unknown; text?: string; headers?: Record<string, string> };

/** A cloud in a table: what it answers to GET, by URL without slash at its end; 404 else. */
function cloud(pages: Record<string, Canned>) {
  const asked: string[] = [];
  const look = async (url: string): Promise<Reply> => {
    asked.push(url);
    const page = pages[url.replace(/\/+$/, '')] ?? { status: 404, text: '<h1>Not Found</h1>' };
    const { status = 200, json, text = JSON.stringify(json), headers = {} } = page;
    return { status, headers, text, url: new URL(url) };
  };
  return { asked, find: (url: string) => findIdentity(look, new URL(url)) };
}

const version = (id: string, href: string) => ({ id, links: [{ rel: 'self', href }] });
const listing = (...values: object[]): Canned => ({ status: 300, json: { versions: { values } } });
const single = (id: string, href: string): Canned => ({ json: { version: version(id, href) } });

describe('an auth URL without version', () => {
  test('leads to v3, at the address that Keystone names on the same host', async () => {
    const { find, asked } = cloud({
      'https://keys.example:5000': listing(
        version('v2.0', 'https://keys.example:5000/v2.0/'),
        version('v3.14', 'https://keys.example:5000/identity/v3/'),
      ),
    });
    const found = await find('https://keys.example:5000');
    expect(found).toEqual({ version: 'v3', url: 'https://keys.example:5000/identity/v3' });
    expect(asked).toHaveLength(1);
  });

  test('keeps the host of the user when Keystone names an inner one', async () => {
    const { find } = cloud({
      'https://keys.example/identity': listing(version('v3.8', 'http://10.0.0.5:5000/v3/')),
      'https://keys.example/identity/v3': single('v3.8', 'http://10.0.0.5:5000/v3/'),
    });
    const found = await find('https://keys.example/identity/');
    expect(found).toEqual({ version: 'v3', url: 'https://keys.example/identity/v3' });
  });

  test('takes the other host when nothing answers on the own one, but never a less safe one', async () => {
    const other = 'https://login.example/v3';
    const { find } = cloud({
      'https://keys.example': listing(version('v3', other)),
      [other]: single('v3', other),
    });
    expect(await find('https://keys.example')).toEqual({ version: 'v3', url: other });
    const plain = 'http://login.example/v3';
    const unsafe = cloud({
      'https://keys.example': listing(version('v3', plain)),
      [plain]: single('v3', plain),
    });
    const kept = await unsafe.find('https://keys.example');
    expect(kept.url).toBe('https://keys.example/v3');
    expect(unsafe.asked).not.toContain(plain);
  });

  test('takes v2.0 where there is no other', async () => {
    const { find } = cloud({
      'http://old.example:5000': listing(version('v2.0', 'http://old.example:5000/v2.0/')),
    });
    expect(await find('http://old.example:5000')).toEqual({
      version: 'v2.0',
      url: 'http://old.example:5000/v2.0',
    });
  });

  test('is tried with /v3, /v2.0 and /auth/v1.0 where the root says nothing', async () => {
    const at = (url: string, page: Canned) => cloud({ [url]: page }).find('https://c.example');
    expect(await at('https://c.example/v3', single('v3.0', 'x'))).toMatchObject({ version: 'v3' });
    expect(await at('https://c.example/v2.0', single('v2.0', 'x'))).toMatchObject({
      version: 'v2.0',
    });
    const swift = { status: 401, text: '', headers: { 'www-authenticate': 'Swift realm="x"' } };
    expect(await at('https://c.example/auth/v1.0', swift)).toEqual({
      version: 'v1',
      url: 'https://c.example/auth/v1.0',
    });
  });
});

describe('an auth URL with a version', () => {
  test.each(['https://c.example/v3', 'https://c.example/v3/'])('%s', async (url) => {
    const { find } = cloud({ 'https://c.example/v3': single('v3.14', 'http://inner/v3') });
    expect(await find(url)).toEqual({ version: 'v3', url: 'https://c.example/v3' });
  });

  test('is believed when nothing but sign-ins get through', async () => {
    const { find } = cloud({});
    expect(await find('https://c.example/v2.0')).toMatchObject({ version: 'v2.0' });
    expect(await find('https://c.example/v3')).toMatchObject({ version: 'v3' });
  });

  test('of v1 is not asked anything', async () => {
    const { find, asked } = cloud({});
    const found = await find('https://swift.example/auth/v1.0');
    expect(found).toEqual({ version: 'v1', url: 'https://swift.example/auth/v1.0' });
    expect(asked).toEqual([]);
  });
});

describe('what is no Keystone', () => {
  test.each([
    ['a page', { text: '<html>Welcome</html>' }],
    ['other JSON', { json: { hello: 'world' } }],
    ['versions of something else', { json: { versions: [{ id: 'v1.0', links: [] }] } }],
    ['nothing', { status: 404, text: '' }],
  ])('%s', async (_, page) => {
    const failing = cloud({ 'https://web.example': page }).find('https://web.example');
    await expect(failing).rejects.toMatchObject({
      code: 'TARGET_NOT_FOUND',
      retry: false,
      fields: { auth_url: [expect.stringContaining('web.example answered, but it is no')] },
    });
  });

  test('trouble is not taken for it', async () => {
    const page = { status: 503, text: '', headers: { 'retry-after': '7' } };
    const failing = cloud({ 'https://c.example': page }).find('https://c.example');
    await expect(failing).rejects.toMatchObject({ code: 'TARGET_BUSY', retryAfterSeconds: 7 });
  });
});
