import { describe, expect, test } from 'vitest';
import { contentHeaders, metadataHeaders } from './blob-headers.ts';

const refused = (field: string, words: RegExp) =>
  expect.objectContaining({
    code: 'INVALID_DATA',
    message: expect.stringMatching(words),
    fields: { [field]: [expect.stringMatching(words)] },
  });

describe('metadata', () => {
  test('becomes headers with one prefix', () => {
    const given = { a_1: 'x', 'x-ms-meta-Other': ' y ', 'X-MS-META-x-ms-meta-twice': '', _z: '1' };
    expect(metadataHeaders(given)).toEqual({
      'x-ms-meta-a_1': 'x',
      'x-ms-meta-Other': 'y',
      'x-ms-meta-twice': '',
      'x-ms-meta-_z': '1',
    });
    expect(metadataHeaders(undefined)).toEqual({});
  });

  test.each(['some-key', '1a', '', 'a b', 'größe', 'a.b', 'a:b', 'a\r\nb'])(
    'no key `%s`',
    (key) => {
      expect(() => metadataHeaders({ [key]: 'x' })).toThrow(
        refused('metadata', /cannot be a metadata key/),
      );
    },
  );

  test.each(['ü', '日本', 'a\nb', 'a\u0000', 'a\u007f'])('no value %j', (value) => {
    expect(() => metadataHeaders({ a: value })).toThrow(refused('metadata', /“a”.*ASCII/));
  });

  test('tells no capital from a small letter', () => {
    expect(() => metadataHeaders({ Key: '1', key: '2' })).toThrow(refused('metadata', /twice/));
  });

  test('has 8 KB of keys and values at most', () => {
    expect(metadataHeaders({ ab: 'x'.repeat(8190) })).toHaveProperty('x-ms-meta-ab');
    expect(() => metadataHeaders({ ab: 'x'.repeat(8191) })).toThrow(
      refused('metadata', /8,193 bytes/),
    );
  });
});

describe('content headers', () => {
  const from = (given: Record<string, string>) => contentHeaders((name) => given[name]);

  test('are those of blobs', () => {
    expect(
      from({ content_type: 'a/b', cache_control: 'no-cache', access_tier: 'Cool', other: 'x' }),
    ).toEqual({
      'x-ms-blob-content-type': 'a/b',
      'x-ms-blob-cache-control': 'no-cache',
      'x-ms-access-tier': 'Cool',
    });
  });

  test('cannot carry everything', () => {
    expect(() => from({ content_disposition: 'attachment; filename="ü"' })).toThrow(
      refused('content_disposition', /content disposition/),
    );
  });
});
