import { expect, test } from 'vitest';
import { hostKeyLine, parseHostKeyLine } from './host-key.ts';

const KEY = {
  type: 'ssh-ed25519',
  fingerprint: 'SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU',
};

test('a key is read back from among other lines', () => {
  const detail = `Expected: SHA256:${'A'.repeat(43)}\n${hostKeyLine(KEY)}\nmore`;
  expect(parseHostKeyLine(detail)).toEqual(KEY);
});

test('the first of several counts', () => {
  const other = { ...KEY, type: 'ecdsa-sha2-nistp256' };
  expect(parseHostKeyLine([KEY, other].map(hostKeyLine).join('\n'))).toEqual(KEY);
});

test('types with a domain are read', () => {
  const key = { ...KEY, type: 'sk-ssh-ed25519@openssh.com' };
  expect(parseHostKeyLine(hostKeyLine(key))).toEqual(key);
});

test.each([
  ['nothing', ''],
  ['a sentence with a fingerprint', `It shows ${KEY.type} ${KEY.fingerprint}.`],
  ['a line that goes on', `${hostKeyLine(KEY)} and more`],
  ['a line that begins elsewhere', `> ${hostKeyLine(KEY)}`],
  ['a fingerprint that was cut', hostKeyLine(KEY).slice(0, -1)],
  ['a fingerprint of no 32 bytes', hostKeyLine(KEY).replace(/U$/, 'V')],
  ['an old fingerprint', 'host key: ssh-rsa MD5:16:27:ac:a5:76:28:2d:36:63:1b:56:4d:eb:df:a6:48'],
])('%s is no key', (_, detail) => {
  expect(parseHostKeyLine(detail)).toBeUndefined();
});
