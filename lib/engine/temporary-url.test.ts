import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createUrlSigner, type TemporaryUrl, type UrlSigner } from './temporary-url.ts';

const signer = createUrlSigner(randomBytes(32));
const link: TemporaryUrl = {
  taskId: '9e6f1a1c-6d0f-4f3e-9f4a-0c8f6f0f1a2b',
  filename: 'input.pdf',
  disposition: 'attachment',
  expires: 1_700_000_000,
};

const verify = (path: string, by: UrlSigner = signer) => {
  const { pathname, searchParams } = new URL(path, 'http://files.example');
  return by.verify(pathname, searchParams);
};

const anyLink = fc.record({
  taskId: fc.uuid(),
  filename: fc
    .string({ unit: 'grapheme', minLength: 1 })
    .filter((name) => name !== '.' && name !== '..'),
  disposition: fc.constantFrom<TemporaryUrl['disposition']>('attachment', 'inline'),
  expires: fc.nat(4_000_000_000),
});

test('looks like the protocol says', () => {
  expect(signer.sign(link)).toMatch(
    /^\/files\/9e6f1a1c-6d0f-4f3e-9f4a-0c8f6f0f1a2b\/input\.pdf\?temp_url_sig=[0-9a-f]{64}&temp_url_expires=1700000000$/,
  );
  expect(signer.sign({ ...link, disposition: 'inline' })).toMatch(/&disposition=inline$/);
});

test('what was signed is what is read, through a real URL', () => {
  fc.assert(
    fc.property(anyLink, (any) => {
      expect(verify(signer.sign(any))).toEqual(any);
    }),
  );
});

test('two different links never share a signature', () => {
  fc.assert(
    fc.property(anyLink, anyLink, (one, other) => {
      fc.pre(JSON.stringify(one) !== JSON.stringify(other));
      const [path, query] = signer.sign(one).split('?');
      const [otherPath, otherQuery] = signer.sign(other).split('?');
      if (path !== otherPath) expect(verify(`${otherPath}?${query}`)).toBeUndefined();
      const mixed = new URLSearchParams(otherQuery);
      mixed.set('temp_url_sig', new URLSearchParams(query).get('temp_url_sig') ?? '');
      expect(verify(`${otherPath}?${mixed}`)).toBeUndefined();
    }),
  );
});

test('any one character changed is refused', () => {
  const signed = signer.sign({ ...link, disposition: 'inline' });
  fc.assert(
    fc.property(fc.nat(signed.length - 1), fc.constantFrom(...'aZ09%/.=&-'), (at, by) => {
      const changed = signed.slice(0, at) + by + signed.slice(at + 1);
      fc.pre(changed !== signed);
      expect(verify(changed)).toBeUndefined();
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ['another key', signer.sign(link), createUrlSigner(randomBytes(32))],
  ['no query', '/files/a/b', signer],
  ['no signature', `/files/${link.taskId}/input.pdf?temp_url_expires=1700000000`, signer],
  [
    'an empty signature',
    `/files/${link.taskId}/input.pdf?temp_url_sig=&temp_url_expires=1700000000`,
    signer,
  ],
  ['inline added', `${signer.sign(link)}&disposition=inline`, signer],
  ['an unknown disposition', `${signer.sign(link)}&disposition=raw`, signer],
  ['an expiry written otherwise', signer.sign(link).replace('=1700000000', '=01700000000'), signer],
  ['an expiry in scientific notation', signer.sign(link).replace('=1700000000', '=17e8'), signer],
  ['a broken escape', signer.sign(link).replace('input', '%ff'), signer],
  ['a folder more', signer.sign(link).replace('/input', '/x/input'), signer],
])('refused: %s', (_, path, by) => {
  expect(verify(path, by)).toBeUndefined();
});

test('names that were encoded by other rules are the same names', () => {
  const signed = signer.sign({ ...link, filename: "it's (1) ü.pdf" });
  expect(
    verify(signed.replace("'", '%27').replace('(1)', '%281%29').replace('%C3%BC', '%c3%bc')),
  ).toBeDefined();
});
