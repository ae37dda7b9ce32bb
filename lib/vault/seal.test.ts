import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deriveKey, loadMasterKey, type MasterKey } from './master-key.ts';
import { seal, unseal } from './seal.ts';

const belongs = { team: 'team-1', record: 'record-1', field: 'password' };
let dir: string;
let key: MasterKey;
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'slipway-vault-'));
  key = await loadMasterKey(dir);
});
afterAll(() => rm(dir, { recursive: true }));

describe('seal', () => {
  test('opens what it sealed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(unseal(key, seal(key, text, belongs), belongs)).toBe(Buffer.from(text).toString());
      }),
    );
  });

  test('refuses any changed byte', () => {
    const sealed = seal(key, 'a secret', belongs);
    for (let at = 0; at < sealed.length; at++) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => unseal(key, changed, belongs), `byte ${at}`).toThrow();
    }
  });

  test('refuses anything cut short', () => {
    const sealed = seal(key, 'a secret', belongs);
    for (let end = 0; end < sealed.length; end++) {
      expect(() => unseal(key, sealed.subarray(0, end), belongs)).toThrow();
    }
  });

  test('opens for nothing but what it belongs to', () => {
    const sealed = seal(key, 'a secret', belongs);
    for (const part of ['team', 'record', 'field'] as const) {
      expect(() => unseal(key, sealed, { ...belongs, [part]: 'other' })).toThrow();
    }
  });

  test('says which master key is missing', async () => {
    const other = await loadMasterKey(dir, Buffer.alloc(32, 7).toString('base64'));
    expect(() => unseal(other, seal(key, 'a secret', belongs), belongs)).toThrow(key.id);
  });
});

describe('the master key', () => {
  test('is made once, for its owner only', async () => {
    expect((await loadMasterKey(dir)).bytes).toEqual(key.bytes);
    expect((await stat(path.join(dir, 'master.key'))).mode & 0o777).toBe(0o600);
  });

  test('that is damaged is refused in words', async () => {
    const broken = await mkdtemp(path.join(tmpdir(), 'slipway-vault-'));
    await writeFile(path.join(broken, 'master.key'), 'short');
    await expect(loadMasterKey(broken)).rejects.toThrow('Restore it from a backup');
    await rm(broken, { recursive: true });
  });

  test('gives each purpose a key of its own', () => {
    expect(deriveKey(key, 'session')).not.toEqual(deriveKey(key, 'temporary-url'));
  });
});
