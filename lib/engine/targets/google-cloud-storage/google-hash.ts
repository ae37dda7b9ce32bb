import { md5Check } from '../../sources/byte-check.ts';
import type { ByteCheck } from '../../sources/source.ts';
import { createChecksum } from './checksum.ts';

/**
 * The check that `x-goog-hash` gives. Composed objects have no MD5, and all have a CRC32C, which is quicker.
 * https://cloud.google.com/storage/docs/xml-api/reference-headers#xgooghash
 */
export function hashCheck(header: string | string[] | undefined): ByteCheck | undefined {
  const text = [header ?? ''].flat().join(',');
  const crc32c = /crc32c=([A-Za-z0-9+/]{6}==)/.exec(text)?.[1];
  if (crc32c) {
    const checksum = createChecksum();
    let at = 0;
    return {
      take(chunk) {
        checksum.take(at, chunk);
        at += chunk.length;
      },
      isRight: () => checksum.text() === crc32c,
    };
  }
  const md5 = /md5=([A-Za-z0-9+/]{22}==)/.exec(text)?.[1];
  return md5Check(md5 && Buffer.from(md5, 'base64').toString('hex'));
}
