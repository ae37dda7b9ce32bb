import { createHash, randomInt } from 'node:crypto';

const COUNT = 10;
/** Crockford's: no letter looks like a digit. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const LENGTH = 16;

/**
 * Codes for whoever has lost the phone, each for one use: `k3v9-0wqe-…`, 80 bits. That many because
 * they are kept as a fast hash: nobody shall find one that belongs to it.
 */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: COUNT }, () => {
    const letters = Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]);
    return letters.join('').replace(/(.{4})(?=.)/g, '$1-');
  });
}

/** What is kept of a code: SHA-256, hex. However it was typed: capitals, spaces, o for 0. */
export function hashRecoveryCode(code: string): string {
  const letters = code
    .toLowerCase()
    .replace(/[\s-]/g, '')
    .replaceAll('o', '0')
    .replace(/[il]/g, '1');
  return createHash('sha256').update(letters).digest('hex');
}
