import { createHash } from 'node:crypto';
import type { ByteRange } from '../../context.ts';
import type { OutgoingFile } from '../../delivery/target.ts';

/**
 * MD5 of bytes of a file, in Base64. Reads them once.
 * @param onBytes gets each chunk. @throws as the file does; what `onBytes` throws.
 */
export async function hashRange(
  file: OutgoingFile,
  range: ByteRange | undefined,
  onBytes: (chunk: Buffer) => void,
): Promise<string> {
  const hash = createHash('md5');
  const source = await file.open(range);
  try {
    for await (const chunk of source) {
      hash.update(chunk as Buffer);
      onBytes(chunk as Buffer);
    }
  } finally {
    source.destroy();
  }
  return hash.digest('base64');
}
