import { describe, expect, it } from 'vitest';
import { MOST_REDIRECTS, readRedirect } from './redirect.ts';

const headers = {
  Authorization: 'Bearer t',
  'X-Key': 'k',
  'Content-Type': 'text/x',
  'x-amz-acl': 'private',
};
const from = (href: string) => ({ url: new URL(href), headers });
const answer = (location?: string) => ({
  status: 307,
  reason: 'Temporary Redirect',
  headers: location === undefined ? {} : { location },
  text: '',
});

describe('a redirect of a PUT', () => {
  it('takes all headers along on the same origin', () => {
    const next = readRedirect(from('https://a.example/x?s=1'), answer('/y?s=2'), 0);
    expect(next.url.href).toBe('https://a.example/y?s=2');
    expect(next.headers).toEqual(headers);
  });

  it('takes along to others only what tells of the file', () => {
    const next = readRedirect(from('https://a.example/x'), answer('https://eu.a.example/x'), 0);
    expect(next.headers).toEqual({ 'Content-Type': 'text/x', 'x-amz-acl': 'private' });
  });

  it.each([
    ['out of TLS', 'http://a.example/x', 0, 'TARGET_DENIED'],
    ['to something else than HTTP', 'ftp://a.example/x', 0, 'EGRESS_BLOCKED'],
    ['nowhere', undefined, 0, 'TARGET_DENIED'],
    ['too often', 'https://a.example/x', MOST_REDIRECTS, 'TARGET_DENIED'],
  ])('does not lead %s', (_, location, followed, code) => {
    expect(() =>
      readRedirect(from('https://a.example/x'), answer(location), followed),
    ).toThrowError(expect.objectContaining({ code, fields: { url: [expect.any(String)] } }));
  });
});
