import { hashRange } from './hash-range.ts';
import type { OutgoingFile } from './target.ts';

/** Up to here a file is held in memory, so that it is read once and goes out in one piece. Bytes. */
const SMALL = 1 << 20;

/** The bytes of a small file; undefined for a larger one. @throws as the file does. */
export async function readSmall(
  file: Pick<OutgoingFile, 'open' | 'size'>,
): Promise<Buffer | undefined> {
  if (file.size > SMALL) return undefined;
  const pieces: Buffer[] = [];
  for await (const piece of await file.open()) pieces.push(piece as Buffer);
  return join(pieces);
}

/**
 * The MD5 of a file, which has to go ahead of it, and its bytes when it is a small one.
 * @param onChunk as for hashRange. @throws as the file does; what `onChunk` throws.
 */
export async function hashWhole(
  file: Pick<OutgoingFile, 'open' | 'size'>,
  onChunk: () => void,
): Promise<{ md5: Buffer; bytes: Buffer | undefined }> {
  const isSmall = file.size <= SMALL;
  const pieces: Buffer[] = [];
  const md5 = await hashRange(file, undefined, 'md5', (chunk) => {
    onChunk();
    if (isSmall) pieces.push(chunk);
  });
  return { md5, bytes: isSmall ? join(pieces) : undefined };
}

function join(pieces: Buffer[]): Buffer {
  const [first] = pieces;
  return first && pieces.length === 1 ? first : Buffer.concat(pieces);
}
