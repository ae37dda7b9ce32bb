import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nameFiles } from './names.ts';
import {
  checkPrefix,
  expandPrefix,
  isWithin,
  leavesFolder,
  PLACEHOLDERS,
  putPrefix,
  withoutPrefix,
} from './prefix.ts';
import { EXPORT_OPERATIONS, getOperation } from './registry.ts';

const at = new Date('2026-03-01T05:00:00Z');
const FACTS = { at, person: 'Zoë Müller', team: 'R&D / Labs', operation: 'export/azure/blob' };
const ALL = Object.keys(PLACEHOLDERS)
  .map((name) => `{${name}}`)
  .join('/');

test('placeholders stand for the hour in UTC, the person, the team and the operation', () => {
  expect(expandPrefix(ALL, FACTS)).toBe('2026/03/01/05/zoe-muller/r-d-labs/azure-blob');
  expect(expandPrefix('{person}/', { ...FACTS, person: '山田 太郎' })).toBe('山田-太郎/');
});

test('whoever somebody is called, they stay in one folder', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string(), (person, team) => {
      const expanded = expandPrefix('in/{person}/{team}/', { ...FACTS, person, team });
      expect(expanded.split('/')).toHaveLength(4);
      expect(leavesFolder(expanded)).toBe(false);
      expect(isWithin('in/', [`${expanded}a.txt`])).toBe(true);
    }),
  );
});

test('what was put before a name is found again', () => {
  const written = fc.constantFrom('in/{yyyy}/', '{person}/', 'a.b/{team}/{dd}/', 'plain/');
  fc.assert(
    fc.property(written, fc.string(), (prefix, own) => {
      expect(withoutPrefix(prefix, expandPrefix(prefix, FACTS) + own)).toBe(own);
    }),
  );
  expect(withoutPrefix('in/{yyyy}/', 'out/2026/a')).toBeUndefined();
});

describe('a prefix', () => {
  test.each(['{year}/', 'in/{yyyy', 'in}/', '../{yyyy}/', 'a/../b', 'a\n/'])(
    '%j is refused in words',
    (prefix) => expect(checkPrefix(prefix)).toMatch(/[.}]$/),
  );
  test.each([ALL, '', 'in/', 'a..b/', '{yyyy}-{mm}-'])('%j is taken', (prefix) =>
    expect(checkPrefix(prefix)).toBeUndefined(),
  );
});

test.each(
  EXPORT_OPERATIONS.filter(({ naming }) => naming.pattern).map((operation) => ({
    id: operation.id,
    operation,
  })),
)('$id puts it before every name, whatever says how files are called', ({ operation }) => {
  const { pattern = '', prefix, folder } = operation.naming;
  const name = (options: Record<string, unknown>) => {
    const put = putPrefix(operation, options, '100%d/');
    const read = (field?: string) => (field ? (put[field] as string | undefined) : undefined);
    const naming = { pattern: read(pattern), prefix: read(prefix), folder: read(folder) };
    const named = nameFiles({ ...naming, filenames: ['a.txt', 'b.txt'] });
    return named.ok ? named.names : [];
  };
  expect(name({})).toEqual(['100%d/a.txt', '100%d/b.txt']);
  expect(name({ [pattern]: 'x-%d' })).toEqual(['100%d/x-1', '100%d/x-2']);
  expect(name({ [prefix ?? folder ?? '']: 'own/' })).toEqual([
    '100%d/own/a.txt',
    '100%d/own/b.txt',
  ]);
});

test('an operation without names is left alone', () => {
  const options = { url: 'https://up.example.com/a' };
  expect(putPrefix(getOperation('export/upload'), options, 'in/')).toEqual(options);
});

describe('a fence', () => {
  test('lets in nothing that a server would resolve to somewhere else', () => {
    const part = fc.oneof(
      fc.constantFrom('..', '.', '', 'in', ' ..', '.. ', 'a'),
      fc.string({ maxLength: 5 }),
    );
    const slash = fc.constantFrom('/', '\\', '//');
    fc.assert(
      fc.property(fc.array(fc.tuple(part, slash)), part, (folders, last) => {
        const name = folders.map(([folder, between]) => folder + between).join('') + last;
        if (!isWithin('in/', [name])) return;
        const depth: string[] = [];
        for (const each of name.split(/[/\\]+/)) {
          if (each.trim() === '..') depth.pop();
          else if (each.trim() !== '.' && each !== '') depth.push(each);
        }
        expect(depth[0]).toBe('in');
      }),
      { numRuns: 2_000 },
    );
  });

  test('is left as soon as one name is outside', () => {
    expect(isWithin('in/', ['in/a', 'in/b/c'])).toBe(true);
    expect(isWithin('in/', ['in/a', 'inside'])).toBe(false);
    expect(isWithin('in/', ['in/a..b', 'in/...'])).toBe(true);
  });
});
