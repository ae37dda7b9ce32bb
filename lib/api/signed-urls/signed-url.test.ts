import CloudConvert from 'cloudconvert';
import { expect, test } from 'vitest';
import { isSignedWith, parseSignedUrl, readSignedJob } from './signed-url.ts';

const ORIGIN = 'https://slipway.example.com';
const base = `${ORIGIN}/s/b3d85428-584e-4639-bc11-76b7dee9c109`;
const secret = 'NT8dpJkttEyfSk3qlRgUJtvTkx64vhyX';
// Several + and / in base64, which the official client replaces only once each.
const job = {
  tasks: {
    in: { operation: 'import/raw', file: '~~~???>>>~~~???>>>ûûû', filename: 'ÿÿÿ~~~.txt' },
    out: { operation: 'export/url', input: 'in' },
  },
} as const;
const sign = (cacheKey?: string) =>
  new CloudConvert('key').signedUrls.sign(base, secret, job as never, cacheKey ?? null);
const parsed = (url: string) => {
  const signed = parseSignedUrl(url.slice(ORIGIN.length));
  if (!signed) throw new Error('the address is not one');
  return signed;
};

test('what the official client signs is right, with and without a cache key', () => {
  for (const cacheKey of [undefined, 'a-cache_key']) {
    const url = parsed(sign(cacheKey));
    expect(isSignedWith(url, secret, [ORIGIN])).toBe(true);
    expect(url.cacheKey).toBe(cacheKey);
    expect(readSignedJob(url)).toEqual(job);
  }
});

test('it is right as well where the address was escaped, or reached by another name', () => {
  const url = sign();
  const escaped = url.replaceAll('+', '%2B').replace(/(?<=job=[^&]*)\//g, '%2F');
  expect(escaped).not.toBe(url);
  expect(isSignedWith(parsed(escaped), secret, [ORIGIN])).toBe(true);
  expect(readSignedJob(parsed(escaped))).toEqual(job);
  expect(isSignedWith(parsed(url), secret, ['http://localhost:3000', ORIGIN])).toBe(true);
});

test('any change makes it wrong', () => {
  const url = sign('key');
  for (const changed of [
    url.replace('cache_key=key', 'cache_key=kez'),
    url.replace('&cache_key=key', ''),
    url.replace('job=e', 'job=f'),
    url.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
  ])
    expect(isSignedWith(parsed(changed), secret, [ORIGIN])).toBe(false);
  expect(isSignedWith(parsed(url), 'another secret', [ORIGIN])).toBe(false);
  expect(isSignedWith(parsed(url), secret, ['https://elsewhere.example.com'])).toBe(false);
});

test.each(['/s/', '/s/nobody?job=a&s=b', `/s/${'a'.repeat(36)}?job=a&s=${'0'.repeat(64)}`])(
  '%s is no signed address',
  (target) => {
    expect(parseSignedUrl(target)).toBeUndefined();
  },
);
