import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { distinctFilenames, safeFilename } from './filename.ts';

describe('safeFilename', () => {
  test.each([
    ['input.pdf', 'input.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\me\\a b.doc', 'a b.doc'],
    ['folder/', 'folder'],
    ['..', 'file'],
    ['.', 'file'],
    ['', 'file'],
    ['   ', 'file'],
    ['/', 'file'],
    ['a\0b.txt', 'ab.txt'],
    ['a\r\nSet-Cookie: x.txt', 'aSet-Cookie_ x.txt'],
    ['CON', '_CON'],
    ['con.txt', '_con.txt'],
    ['nul .tar.gz', '_nul .tar.gz'],
    ['COM¹', '_COM¹'],
    ['console.txt', 'console.txt'],
    ['name. . .', 'name'],
    ['.htaccess', '.htaccess'],
    ['photo\u202egnp.exe', 'photognp.exe'],
    ['תמונה.png', 'תמונה.png'],
    ['صورة.pdf', 'صورة.pdf'],
    ['👩‍👩‍👧 family.jpg', '👩‍👩‍👧 family.jpg'],
    ['e\u0301.txt', '\u00e9.txt'],
    ['a<b>:c|d?*.txt', 'a_b__c_d__.txt'],
    ['\ud800.txt', '\ufffd.txt'],
    ["100%25 'quoted' (1);x.pdf", "100%25 'quoted' (1);x.pdf"],
  ])('%j becomes %j', (given, safe) => {
    expect(safeFilename(given)).toBe(safe);
  });

  test('300 characters are cut to 255 bytes and keep their extension', () => {
    const cut = safeFilename(`${'ü'.repeat(300)}.tar.gz`);
    expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(255);
    expect(Buffer.byteLength(cut)).toBeGreaterThan(250);
    expect(cut.endsWith('ü.tar.gz')).toBe(true);
  });

  test('never cuts through an emoji', () => {
    const cut = safeFilename(`${'👩‍👩‍👧'.repeat(40)}.png`);
    expect(cut).toMatch(/^(?:👩‍👩‍👧)+\.png$/u);
  });

  test('holds its promises for any name', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 600 }), hostileName), (name) => {
        const safe = safeFilename(name);
        expect(safe).not.toBe('');
        expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(255);
        expect(safe).not.toMatch(/[/\\\p{Cc}\u202a-\u202e\u2066-\u2069]|^\.{1,2}$|^\s|[\s.]$/u);
        expect(safe.normalize('NFC').isWellFormed()).toBe(true);
        expect(safeFilename(safe)).toBe(safe);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('distinctFilenames', () => {
  test.each([
    [
      ['a.txt', 'a.txt', 'a.txt'],
      ['a.txt', 'a (2).txt', 'a (3).txt'],
    ],
    [
      ['A.txt', 'a.TXT'],
      ['A.txt', 'a (2).TXT'],
    ],
    [
      ['a.txt', 'a.txt', 'a (2).txt'],
      ['a.txt', 'a (3).txt', 'a (2).txt'],
    ],
    [
      ['x.tar.gz', 'x.tar.gz'],
      ['x.tar.gz', 'x (2).tar.gz'],
    ],
    [
      ['README', 'README'],
      ['README', 'README (2)'],
    ],
    [
      ['.env', '.env'],
      ['.env', '.env (2)'],
    ],
    [
      ['straße', 'STRASSE'],
      ['straße', 'STRASSE (2)'],
    ],
  ])('%j becomes %j', (given, distinct) => {
    expect(distinctFilenames(given)).toEqual(distinct);
  });

  test('any safe names come out safe, distinct, and unchanged where they already were', () => {
    fc.assert(
      fc.property(
        fc.array(
          hostileName.map((name) => safeFilename(name)),
          { maxLength: 30 },
        ),
        (names) => {
          const distinct = distinctFilenames(names);
          const folded = distinct.map((name) => name.toUpperCase().toLowerCase());
          expect(new Set(folded).size).toBe(names.length);
          for (const [index, name] of distinct.entries()) {
            expect(safeFilename(name)).toBe(name);
            if (
              names.filter((other) => other.toLowerCase() === names[index]?.toLowerCase())
                .length === 1
            ) {
              expect(name.length).toBeGreaterThan(0);
            }
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  test('10,000 equal names are quick', () => {
    const started = performance.now();
    expect(new Set(distinctFilenames(Array(10_000).fill('scan.pdf'))).size).toBe(10_000);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

/** Names made of what hurts, so that collisions and edges are common. */
const hostileName = fc
  .array(
    fc.constantFrom(
      'a',
      'A',
      '.',
      ' ',
      '(2)',
      ' (2)',
      '/',
      '\\',
      'con',
      'NUL',
      '.txt',
      '.tar.gz',
      'ß',
      'e\u0301',
      '👩‍👩‍👧',
      '\u202e',
      '\0',
      'x'.repeat(250),
      '\ud800',
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));
