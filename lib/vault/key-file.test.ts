import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  keyFile,
  loadMasterKey,
  newKey,
  readKeys,
  retiredFile,
  retireKeys,
  writeKeys,
} from './key-file.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'slipway-vault-'));
});
afterEach(() => rm(dir, { recursive: true }));

const modeOf = async (file: string) => (await stat(file)).mode & 0o777;

test('the key is made once, for its owner only', async () => {
  const made = await loadMasterKey(dir);
  expect((await loadMasterKey(dir)).bytes).toEqual(made.bytes);
  expect(await modeOf(keyFile(dir))).toBe(0o600);
});

test('of two first starts at the same moment both have the same key', async () => {
  const [one, other] = await Promise.all([loadMasterKey(dir), loadMasterKey(dir)]);
  expect(one.id).toBe(other.id);
});

test('a damaged file is refused in words', async () => {
  await writeFile(keyFile(dir), 'short');
  await expect(loadMasterKey(dir)).rejects.toThrow('Restore it from a backup');
  await writeFile(keyFile(dir), `${newKey()}\nshort\n`);
  await expect(loadMasterKey(dir)).rejects.toThrow('Restore it from a backup');
  await writeFile(keyFile(dir), '');
  await expect(loadMasterKey(dir)).rejects.toThrow('Restore it from a backup');
});

test('a key from the settings leaves the folder alone', async () => {
  const [given, before] = [newKey(), newKey()];
  const master = await loadMasterKey(dir, given, [before]);
  expect(master.bytes.toString('base64')).toBe(given);
  expect(master.previous.map(({ bytes }) => bytes.toString('base64'))).toEqual([before]);
  await expect(stat(keyFile(dir))).rejects.toThrow('ENOENT');
});

test('former keys are kept apart, for the owner only', async () => {
  const keys = [newKey(), newKey(), newKey()] as const;
  await writeKeys(dir, keys);
  await retireKeys(dir);
  expect(await readKeys(dir)).toEqual([keys[0]]);
  expect(await readFile(retiredFile(dir), 'utf8')).toBe(`${keys[1]}\n${keys[2]}\n`);
  expect(await modeOf(keyFile(dir))).toBe(0o600);
  expect(await modeOf(retiredFile(dir))).toBe(0o600);
});
