import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newKey } from './key-file.ts';
import { deriveKey, toMasterKey } from './master-key.ts';
import { seal, unseal } from './seal.ts';

const belongs = { team: 'team-1', record: 'record-1', field: 'password' };
const [oldKey, freshKey] = [newKey(), newKey()] as const;
const key = toMasterKey([oldKey]);

const parts = fc.record({ team: fc.string(), record: fc.string(), field: fc.string() });

describe('seal', () => {
  test('opens what it sealed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), parts, (text, bound) => {
        expect(unseal(key, seal(key, text, bound), bound)).toBe(Buffer.from(text).toString());
      }),
    );
  });

  test('refuses any changed byte: of the header, a nonce, a tag, the data key, the value', () => {
    const sealed = seal(key, 'a secret', belongs);
    for (let at = 0; at < sealed.length; at++) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => unseal(key, changed, belongs), `byte ${at}`).toThrow();
    }
  });

  test('refuses any change of whatever length to whatever was sealed', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.nat(),
        fc.uint8Array({ minLength: 1, maxLength: 40 }),
        (text, place, bytes) => {
          const sealed = seal(key, text, belongs);
          const at = place % sealed.length;
          const changed = Buffer.concat([
            sealed.subarray(0, at),
            bytes,
            sealed.subarray(at + bytes.length),
          ]);
          fc.pre(!changed.equals(sealed));
          expect(() => unseal(key, changed, belongs)).toThrow();
        },
      ),
    );
  });

  test('refuses anything cut short', () => {
    const sealed = seal(key, 'a secret', belongs);
    for (let end = 0; end < sealed.length; end++) {
      expect(() => unseal(key, sealed.subarray(0, end), belongs)).toThrow();
    }
  });

  test('opens for nothing but the team, the record and the field that it belongs to', () => {
    fc.assert(
      fc.property(fc.string(), parts, parts, (text, mine, other) => {
        const sealed = seal(key, text, mine);
        for (const part of ['team', 'record', 'field'] as const) {
          if (mine[part] === other[part]) continue;
          expect(() => unseal(key, sealed, { ...mine, [part]: other[part] })).toThrow();
        }
      }),
    );
  });

  test('does not mix up where one part ends and the next begins', () => {
    const sealed = seal(key, 'a secret', { team: 'a', record: 'bc', field: 'd' });
    expect(() => unseal(key, sealed, { team: 'ab', record: 'c', field: 'd' })).toThrow();
  });

  test('never gives the same bytes twice', () => {
    const all = Array.from({ length: 200 }, () => seal(key, 'same', belongs).toString('hex'));
    expect(new Set(all).size).toBe(200);
  });

  test('says which master key is missing', () => {
    const other = toMasterKey([freshKey]);
    expect(() => unseal(other, seal(key, 'a secret', belongs), belongs)).toThrow(key.id);
  });

  test('opens with a former key, and seals with the newest', () => {
    const turned = toMasterKey([freshKey, oldKey]);
    expect(unseal(turned, seal(key, 'a secret', belongs), belongs)).toBe('a secret');
    expect(unseal(toMasterKey([freshKey]), seal(turned, 'new', belongs), belongs)).toBe('new');
  });
});

test('each purpose has a key of its own, which outlives a turn of the master key', () => {
  expect(deriveKey(key, 'session')).not.toEqual(deriveKey(key, 'temporary-url'));
  const root = Buffer.alloc(32, 1);
  const turned = { ...toMasterKey([freshKey]), root };
  expect(deriveKey(turned, 'session')).toEqual(deriveKey({ ...key, root }, 'session'));
});
