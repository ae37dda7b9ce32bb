import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkPrivateKey, repairPrivateKey } from './private-key.ts';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pkcs8 = rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const pkcs1 = rsa.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
const sec1 = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  .privateKey.export({ type: 'sec1', format: 'pem' })
  .toString();
const encrypted = rsa.privateKey
  .export({ type: 'pkcs1', format: 'pem', cipher: 'aes-128-cbc', passphrase: 'secret' })
  .toString();
// Random bytes in the frame of an OpenSSH key, as ssh-keygen wraps them.
const openssh = [
  '-----BEGIN OPENSSH PRIVATE KEY-----',
  ...(Buffer.alloc(400, 'openssh-key-v1')
    .toString('base64')
    .match(/.{1,70}/g) ?? []),
  '-----END OPENSSH PRIVATE KEY-----',
  '',
].join('\n');

const KEYS = { pkcs8, pkcs1, sec1, encrypted, openssh };

const DAMAGES: Readonly<Record<string, (key: string) => string>> = {
  nothing: (key) => key,
  'literal \\n': (key) => key.replaceAll('\n', '\\n'),
  'literal \\n, escaped twice': (key) => key.replaceAll('\n', '\\\\n'),
  'literal \\r\\n': (key) => key.replaceAll('\n', '\\r\\n'),
  'foreign line breaks': (key) => key.replaceAll('\n', '\r\n'),
  'old line breaks': (key) => key.replaceAll('\n', '\r'),
  'spaces for line breaks': (key) => key.replaceAll('\n', ' '),
  'a mark and space around': (key) => `\uFEFF \n${key}\n\n `,
  'quotes around': (key) => `"${key.trim()}"`,
  'as a JSON string': (key) => JSON.stringify(key),
  indentation: (key) => key.replaceAll('\n', '\n    '),
  'as concatenated strings': (key) =>
    key
      .trim()
      .split('\n')
      .map((line) => `"${line}\\n"`)
      .join(' +\n'),
};

describe.each(Object.entries(KEYS))('%s', (_, key) => {
  test.each(Object.entries(DAMAGES))('comes back from %s', (_, damage) => {
    expect(repairPrivateKey(damage(key))).toBe(key);
  });

  test('comes back from lost line breaks within the key', () => {
    const [, before = '', body = '', after = ''] =
      /^(-----BEGIN [A-Z ]+-----\n(?:Proc-Type.*\nDEK-Info.*\n\n)?)([\s\S]*)(-----END[\s\S]*)$/.exec(
        key,
      ) ?? [];
    expect(repairPrivateKey(before + body.replaceAll('\n', '') + after)).toBe(key);
  });

  test('passes the check', () => {
    expect(checkPrivateKey(key, ['pem', 'openssh'])).toBeUndefined();
  });
});

test('what is repaired opens', () => {
  const mended = repairPrivateKey(pkcs8.replaceAll('\n', '\\n'));
  expect(createPrivateKey(mended).equals(rsa.privateKey)).toBe(true);
  const locked = repairPrivateKey(encrypted.replaceAll('\n', ' '));
  expect(createPrivateKey({ key: locked, passphrase: 'secret' }).equals(rsa.privateKey)).toBe(true);
});

test('mending twice changes nothing more, whatever the text', () => {
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom(
      '\\n',
      '\n',
      '\r',
      '"',
      '-----BEGIN PRIVATE KEY-----',
      '-----END PRIVATE KEY-----',
    ),
    fc.base64String(),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const once = repairPrivateKey(pieces.join(''));
      expect(repairPrivateKey(once)).toBe(once);
    }),
  );
});

test('a PuTTY key keeps its lines', () => {
  const putty =
    'PuTTY-User-Key-File-3: ssh-ed25519\r\nComment: C:\\new\\rsa\r\nPublic-Lines: 2\r\n';
  expect(repairPrivateKey(putty)).toBe(putty.replaceAll('\r\n', '\n'));
  expect(checkPrivateKey(repairPrivateKey(putty), ['putty'])).toBeUndefined();
  expect(checkPrivateKey(repairPrivateKey(putty), ['pem'])).toMatch(/PuTTYgen/);
});

test.each([
  ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA me@host', /public key/],
  ['-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----', /public key/],
  ['-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----', /certificate/],
  ['MIIEvQIBADANBgkqhkiG9w0BAQEFAASC', /starts with a line like/],
  [pkcs8.slice(0, 400), /last line/],
  [pkcs8.replace(/\n.{20}/, '\n!…!'), /damaged or cut short/],
  [openssh, /SSH key/],
])('says what is wrong with %#', (key, message) => {
  expect(checkPrivateKey(repairPrivateKey(key), ['pem'])).toMatch(message);
});
