import type { Readable } from 'node:stream';

/** Bytes of an answer that are kept for an error. */
const KEEP = 64 << 10;

/** Reads an answer as text, up to 64 KiB of it, and closes it. What breaks off gives what came. */
export async function readAnswer(body: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let kept = 0;
  try {
    for await (const chunk of body) {
      const piece = Buffer.from(chunk).subarray(0, KEEP - kept);
      chunks.push(piece);
      kept += piece.length;
      if (kept >= KEEP) break;
    }
  } catch {
    // An error is being described already; this one would hide it.
  } finally {
    body.on('error', () => {});
    body.destroy();
  }
  return Buffer.concat(chunks).toString('utf8');
}
