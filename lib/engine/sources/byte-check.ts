import { createHash } from 'node:crypto';
import type { ByteCheck } from './source.ts';

/** @param expected hex; anything that is no MD5 gives no check. */
export function md5Check(expected: string | undefined): ByteCheck | undefined {
  if (!expected || !/^[0-9a-f]{32}$/i.test(expected)) return undefined;
  const hash = createHash('md5');
  return {
    take: (chunk) => void hash.update(chunk),
    isRight: () => hash.digest('hex') === expected.toLowerCase(),
  };
}

/** Base64, as in a Content-MD5 header, to hex. */
export const hexOf = (base64: string | undefined): string | undefined =>
  base64 && Buffer.from(base64, 'base64').toString('hex');
