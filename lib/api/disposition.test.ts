import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readDisposition } from './disposition.ts';

test.each([
  ['form-data; name="file"; filename="input.png"', 'file', 'input.png'],
  ['form-data;name="file";filename=input.png', 'file', 'input.png'],
  ['form-data;name="file";filename=my summer photo.png', 'file', 'my summer photo.png'],
  ['form-data;name="file";filename=a;b.png', 'file', 'a;b.png'],
  ['form-data;name="file";filename=a; b=c.png', 'file', 'a'],
  ['form-data; name=file; filename=grüße 👋.png', 'file', 'grüße 👋.png'],
  ['form-data; name="file"; filename="a;b; c=d.png"', 'file', 'a;b; c=d.png'],
  ['form-data; name="file"; filename="say \\"hi\\".png"', 'file', 'say "hi".png'],
  ['form-data; name="file"; filename="say %22hi%22.png"', 'file', 'say "hi".png'],
  ['form-data; name="file"; filename="say "hi".png"', 'file', 'say "hi".png'],
  ['form-data; name="file"; filename="100%25.png"', 'file', '100%25.png'],
  ['form-data; name="file"; filename="C:\\Users\\me\\a.png"', 'file', 'C:\\Users\\me\\a.png'],
  ['form-data; name="file"; filename="ends in a backslash\\"', 'file', 'ends in a backslash\\'],
  ['form-data; name="file"; filename=""', 'file', ''],
  ['form-data; name="file"; filename=', 'file', ''],
  [
    'form-data; name="file"; filename="x.png"; filename*=UTF-8\'\'gr%C3%BC%C3%9Fe.png',
    'file',
    'grüße.png',
  ],
  ['form-data; name="file"; filename*=utf-8\'de\'a%20b.png', 'file', 'a b.png'],
  ['form-data; name="file"; filename=a.png; filename*=broken', 'file', 'a.png'],
  ['FORM-DATA; NAME="file"; FILENAME="a.png"', 'file', 'a.png'],
  ['form-data ; name = "file" ; filename = "a.png" ', 'file', 'a.png'],
  ['form-data; name="field"', 'field', undefined],
  ['form-data; name=""', '', undefined],
  ['form-data', undefined, undefined],
  ['', undefined, undefined],
])('%s', (header, name, filename) => {
  expect(readDisposition(header)).toEqual({ name, filename });
});

test('any name comes back as a browser writes it', () => {
  const asBrowser = (name: string) =>
    name.replace(/"/g, '%22').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (name) => {
      // These a browser leaves as they are, so nobody can tell them from what it encoded.
      fc.pre(!/%22|%0[ad]|\\["\\]|\\$/i.test(name));
      expect(
        readDisposition(`form-data; name="file"; filename="${asBrowser(name)}"`).filename,
      ).toBe(name);
    }),
    { numRuns: 1000 },
  );
});

test('any text is read, quickly', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'";=\\ *a%'), maxLength: 200 }), (text) => {
      readDisposition(text);
    }),
  );
  const started = performance.now();
  for (const piece of [';a="x', '; ', ';a=', '"', '\\"', '; filename=']) {
    readDisposition(`form-data${piece.repeat(8192 / piece.length)}`);
  }
  expect(performance.now() - started).toBeLessThan(500);
});
