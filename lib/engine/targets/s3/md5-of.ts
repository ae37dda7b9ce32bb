import type { ByteRange } from '../../context.ts';
import { hashRange } from '../../delivery/hash-range.ts';
import type { OutgoingFile } from '../../delivery/target.ts';

/** What the ETag of these bytes is where the service makes it of their MD5. Hex. */
export async function md5Of(
  file: OutgoingFile,
  range: ByteRange | undefined,
  signal: AbortSignal,
): Promise<string> {
  const digest = await hashRange(file, range, 'md5', () => signal.throwIfAborted());
  return digest.toString('hex');
}
