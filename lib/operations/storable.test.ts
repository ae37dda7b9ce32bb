import { expect, test } from 'vitest';
import { importS3 } from './import-s3.ts';
import { importRaw } from './imports.ts';
import { findUnstorable, isStorable, UNSTORABLE } from './storable.ts';
import { parseWire } from './wire.ts';

test.each([
  ['plain', true],
  ['😀 日本', true],
  ['\u0001', true],
  ['a\0b', false],
  ['half \ud83d', false],
])('%j', (text, is) => {
  expect(isStorable(text)).toBe(is);
});

test('says where it stands, keys included', () => {
  const value = { a: { b: ['fine', 'a\0'] }, 'c\0': 'fine', file: '\0' };
  expect([...findUnstorable(value, (key) => key === 'file')]).toEqual(['a.b.1', 'c']);
});

test('an option with it is refused at its field, and the bytes of a file are not looked at', () => {
  const keys = { bucket: 'b', region: 'r', access_key_id: 'k', secret_access_key: 's' };
  expect(parseWire(importS3, { ...keys, key: 'a\0.txt' })).toEqual({
    ok: false,
    errors: { key: [UNSTORABLE] },
  });
  expect(parseWire(importRaw, { file: 'a\0', filename: 'a.txt' })).toMatchObject({ ok: true });
});
