import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nameFiles, namesFor } from './names.ts';
import { getOperation } from './registry.ts';

const named = (given: Parameters<typeof nameFiles>[0]) => {
  const result = nameFiles(given);
  return result.ok ? result.names : result;
};

describe('an exact name', () => {
  test('counts from 1', () => {
    expect(named({ pattern: 'myfile-%d.pdf', filenames: ['x', 'y'] })).toEqual([
      'myfile-1.pdf',
      'myfile-2.pdf',
    ]);
  });

  test('counts one file, too', () => {
    expect(named({ pattern: '%d.pdf', filenames: ['x'] })).toEqual(['1.pdf']);
  });

  test('fills with zeros, and grows beyond the width', () => {
    const filenames = Array.from({ length: 100 }, (_, index) => `${index}`);
    const names = named({ pattern: 'p%02d', filenames });
    expect(names).toContain('p01');
    expect(names).toContain('p99');
    expect(names).toContain('p100');
  });

  test('writes %% as one per cent sign and leaves other ones alone', () => {
    expect(named({ pattern: '100%% %s %20 %2d.txt', filenames: ['x'] })).toEqual([
      '100% %s %20 %2d.txt',
    ]);
    expect(named({ pattern: '%%d-%d', filenames: ['x', 'y'] })).toEqual(['%d-1', '%d-2']);
  });

  test('without a placeholder takes one file', () => {
    expect(named({ pattern: 'a/report.pdf', filenames: ['x'] })).toEqual(['a/report.pdf']);
  });

  test.each(['report.pdf', '100%%d', '%2d', 'a.b/c'])('%s cannot name two files', (pattern) => {
    expect(named({ pattern, filenames: ['x', 'y'] })).toMatchObject({
      ok: false,
      code: 'NAME_COLLISION',
    });
  });

  test('says how to go on', () => {
    expect(named({ pattern: 'a.d/report.tar.gz', filenames: ['x', 'y'] })).toMatchObject({
      message:
        '2 files would all be called “a.d/report.tar.gz”. Put %d where their number is to stand, as in “a.d/report-%d.tar.gz”.',
    });
  });
});

describe('a prefix and a folder', () => {
  test('a prefix stands as it is', () => {
    expect(named({ prefix: 'out/2026-', filenames: ['a.pdf'] })).toEqual(['out/2026-a.pdf']);
    expect(named({ prefix: '%d/', filenames: ['a.pdf', 'b.pdf'] })).toEqual([
      '%d/a.pdf',
      '%d/b.pdf',
    ]);
  });

  test.each([
    ['in', 'in/a.pdf'],
    ['in/', 'in/a.pdf'],
    ['/srv/in//', '/srv/in/a.pdf'],
    ['/', '/a.pdf'],
    ['//', '/a.pdf'],
    ['', 'a.pdf'],
  ])('the folder %j gives %s', (folder, name) => {
    expect(named({ folder, filenames: ['a.pdf'] })).toEqual([name]);
  });
});

describe('namesakes', () => {
  test.each([
    [
      ['a.pdf', 'a.pdf', 'a.pdf'],
      ['a.pdf', 'a (2).pdf', 'a (3).pdf'],
    ],
    [
      ['a.tar.gz', 'a.tar.gz'],
      ['a.tar.gz', 'a (2).tar.gz'],
    ],
    [
      ['.profile', '.profile'],
      ['.profile', '.profile (2)'],
    ],
    [
      ['README', 'README'],
      ['README', 'README (2)'],
    ],
    [
      ['a.pdf', 'a.pdf', 'a (2).pdf'],
      ['a.pdf', 'a (3).pdf', 'a (2).pdf'],
    ],
    [
      ['a (2).pdf', 'a.pdf', 'a.pdf'],
      ['a (2).pdf', 'a.pdf', 'a (3).pdf'],
    ],
    [
      ['Mr. Smith', 'Mr. Smith'],
      ['Mr. Smith', 'Mr. Smith (2)'],
    ],
  ])('%j', (filenames, names) => {
    expect(named({ filenames })).toEqual(names);
  });

  test('a dot in the folder is no extension', () => {
    expect(named({ prefix: 'v1.2/', filenames: ['x', 'x'] })).toEqual(['v1.2/x', 'v1.2/x (2)']);
  });
});

const filenames = fc.array(
  fc.oneof(
    fc.string({ minLength: 1 }),
    fc.constantFrom('a', 'a.pdf', 'a (2).pdf', 'a (2) (2).pdf'),
  ),
  { maxLength: 30 },
);

test('as many names as files, all different, whatever they are called', () => {
  const part = fc.option(fc.string({ unit: fc.constantFrom('%', 'd', '0', '2', '/', 'a', '.') }), {
    nil: undefined,
  });
  fc.assert(
    fc.property(part, part, part, filenames, (pattern, prefix, folder, files) => {
      const result = nameFiles({ pattern, prefix, folder, filenames: files });
      if (!result.ok) {
        expect(files.length).toBeGreaterThan(1);
        return;
      }
      expect(result.names).toHaveLength(files.length);
      expect(new Set(result.names).size).toBe(files.length);
      if (!pattern && !prefix && !folder) {
        // The first of each name keeps it.
        for (const [index, file] of files.entries()) {
          if (files.indexOf(file) === index) expect(result.names[index]).toBe(file);
        }
      }
    }),
  );
});

test('many namesakes take no quadratic time', () => {
  const started = performance.now();
  named({ filenames: Array.from({ length: 20_000 }, () => 'a.pdf') });
  expect(performance.now() - started).toBeLessThan(1_000);
});

test('each operation names files by its own fields', () => {
  const files = ['a.pdf', 'b.pdf'];
  expect(namesFor(getOperation('export/s3'), { key_prefix: 'x/' }, files)).toMatchObject({
    names: ['x/a.pdf', 'x/b.pdf'],
  });
  expect(namesFor(getOperation('export/sftp'), { path: 'in' }, files)).toMatchObject({
    names: ['in/a.pdf', 'in/b.pdf'],
  });
  expect(namesFor(getOperation('export/azure/blob'), { blob: '%d' }, files)).toMatchObject({
    names: ['1', '2'],
  });
});
