import { expect, test } from 'vitest';
import { hashRecoveryCode, newRecoveryCodes } from './recovery-codes.ts';

test('ten codes, all different, easy to type', () => {
  const codes = newRecoveryCodes();
  expect(new Set(codes).size).toBe(10);
  for (const code of codes)
    expect(code).toMatch(/^(?:[0-9a-hjkmnp-tv-z]{4}-){3}[0-9a-hjkmnp-tv-z]{4}$/);
});

test('a code is the same however it is typed', () => {
  const hash = hashRecoveryCode('k3v0-1wqe-abcd-0000');
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  for (const typed of ['K3V01WQEABCD0000', 'k3vO lwqe abcd oooo', ' k3v0-iwqe-abcd-0000 '])
    expect(hashRecoveryCode(typed), typed).toBe(hash);
  expect(hashRecoveryCode('k3v0-1wqe-abcd-0001')).not.toBe(hash);
});
