import { Secret } from 'otpauth';
import { expect, test } from 'vitest';
import { findTotpStep, isTotpCode, newTotpSecret, totpAddress } from './totp.ts';

/** The vectors of RFC 6238, appendix B, cut to six digits. */
const RFC_SECRET = Secret.fromLatin1('12345678901234567890').base32;
const at = (seconds: number) => new Date(seconds * 1000);

test.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_234_567_890, '005924'],
  [20_000_000_000, '353130'],
])('at %d s the code of the standard is taken', (seconds, code) => {
  expect(findTotpStep(RFC_SECRET, code, at(seconds))).toBe(Math.floor(seconds / 30));
});

test('a clock may be off by one step each way, and no more', () => {
  const step = Math.floor(59 / 30);
  expect(findTotpStep(RFC_SECRET, '287082', at(29))).toBe(step);
  expect(findTotpStep(RFC_SECRET, '287082', at(60))).toBe(step);
  expect(findTotpStep(RFC_SECRET, '287082', at(89))).toBe(step);
  expect(findTotpStep(RFC_SECRET, '287082', at(90))).toBeUndefined();
});

test('codes may be typed with spaces, and nothing else is a code', () => {
  expect(findTotpStep(RFC_SECRET, ' 287 082 ', at(59))).toBe(1);
  for (const text of ['', '28708', '2870820', '28708a', '２８７０８２', '287082\u0000'])
    expect(isTotpCode(text), text).toBe(false);
  expect(findTotpStep(RFC_SECRET, '', at(59))).toBeUndefined();
});

test('a secret has 160 bits and is no other’s', () => {
  expect(newTotpSecret()).toMatch(/^[A-Z2-7]{32}$/);
  expect(newTotpSecret()).not.toBe(newTotpSecret());
});

test('the QR code says whose it is, and what all apps take', () => {
  const address = new URL(totpAddress(RFC_SECRET, 'ada+x@example.com'));
  expect(decodeURIComponent(address.pathname)).toContain('Slipway:ada+x@example.com');
  expect(Object.fromEntries(address.searchParams)).toEqual({
    issuer: 'Slipway',
    secret: RFC_SECRET,
    algorithm: 'SHA1',
    digits: '6',
    period: '30',
  });
});
