import { createHash } from 'node:crypto';
import type { ByteRange } from '../context.ts';
import type { OutgoingFile } from './target.ts';

/**
 * The digest of bytes of a file, read once.
 * @param onChunk gets each chunk: to tell that something moves, or to stop by throwing.
 * @throws as the file does; what `onChunk` throws.
 */
export async function hashRange(
  file: Pick<OutgoingFile, 'open'>,
  range: ByteRange | undefined,
  algorithm: 'md5' | 'sha256',
  onChunk: (chunk: Buffer) => void,
): Promise<Buffer> {
  const hash = createHash(algorithm);
  const source = await file.open(range);
  try {
    for await (const chunk of source) {
      onChunk(chunk as Buffer);
      hash.update(chunk as Buffer);
    }
  } finally {
    source.destroy();
  }
  return hash.digest();
}
