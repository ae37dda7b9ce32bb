import type { Readable } from 'node:stream';

/** Bytes of an answer that are kept for an error. */
const KEEP = 64 << 10;

/**
 * Reads an answer as text, up to `keep` bytes of it, and closes it. What breaks off, or is aborted,
 * gives what came.
 */
export async function readAnswer(
  body: Readable,
  keep = KEEP,
  signal?: AbortSignal,
): Promise<string> {
  const stop = () => body.destroy();
  signal?.addEventListener('abort', stop, { once: true });
  const chunks: Buffer[] = [];
  let kept = 0;
  try {
    for await (const chunk of body) {
      const piece = Buffer.from(chunk).subarray(0, keep - kept);
      chunks.push(piece);
      kept += piece.length;
      if (kept >= keep) break;
    }
  } catch {
    // The status has come, or an error is being described already: this one would hide it.
  } finally {
    signal?.removeEventListener('abort', stop);
    body.on('error', () => {});
    body.destroy();
  }
  return Buffer.concat(chunks).toString('utf8').replaceAll('\0', '');
}
