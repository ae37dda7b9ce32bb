import { expect, test } from 'vitest';
import { openUnderPassphrase, PassphraseBox, sealUnderPassphrase } from './passphrase.ts';

const PASSPHRASE = 'four words and a café';
/** As little as a file may ask for: the standard takes half a second for each. */
const seal = (text: string) => sealUnderPassphrase(text, PASSPHRASE, 2 ** 14);

test('opens with the same passphrase only, however its accents were typed', async () => {
  const box = await seal('the secrets ⚓');
  expect(PassphraseBox.parse(JSON.parse(JSON.stringify(box)))).toEqual(box);
  expect(JSON.stringify(box)).not.toContain('secrets');
  expect(await openUnderPassphrase(box, PASSPHRASE)).toBe('the secrets ⚓');
  expect(await openUnderPassphrase(box, PASSPHRASE.normalize('NFD'))).toBe('the secrets ⚓');
  expect(await openUnderPassphrase(box, `${PASSPHRASE} `)).toBeUndefined();
  expect(await openUnderPassphrase(box, '')).toBeUndefined();
});

test('the same text is sealed differently each time', async () => {
  const [first, second] = [await seal('x'), await seal('x')];
  expect(first.salt).not.toBe(second.salt);
  expect(first.data).not.toBe(second.data);
});

test('anything that was changed does not open', async () => {
  const box = await seal('the secrets');
  for (const part of ['salt', 'nonce', 'tag', 'data'] as const) {
    const bytes = Buffer.from(box[part], 'base64');
    bytes[0] = (bytes[0] ?? 0) ^ 1;
    const changed = { ...box, [part]: bytes.toString('base64') };
    expect(await openUnderPassphrase(changed, PASSPHRASE), part).toBeUndefined();
    const shorter = { ...box, [part]: bytes.subarray(0, 4).toString('base64') };
    expect(await openUnderPassphrase(shorter, PASSPHRASE), part).toBeUndefined();
  }
  expect(await openUnderPassphrase({ ...box, cost: 2 ** 15 }, PASSPHRASE)).toBeUndefined();
});

test('a file cannot make the server work without an end', () => {
  const box = { kdf: 'scrypt', cipher: 'aes-256-gcm', salt: '', nonce: '', tag: '', data: '' };
  expect(PassphraseBox.safeParse({ ...box, cost: 2 ** 30 }).success).toBe(false);
  expect(PassphraseBox.safeParse({ ...box, cost: 2 }).success).toBe(false);
});

test('what is not said otherwise costs what a guess should cost', async () => {
  expect((await sealUnderPassphrase('x', PASSPHRASE)).cost).toBeGreaterThanOrEqual(2 ** 17);
});
