import { createHash } from 'node:crypto';
import { pipeline, type Readable, Transform } from 'node:stream';
import type { ByteRange } from '../context.ts';
import { PIECE } from '../pieces.ts';
import type { OutgoingFile } from './target.ts';

type Body = {
  stream: Readable;
  /** Hex, once the stream was read to its end, where it was asked for. */
  md5(): string | undefined;
};

/**
 * Opens bytes of a file on their way out: counted, and hashed in passing where that is asked for.
 * The caller destroys the stream. @param sent gets the bytes of this body so far.
 */
export async function openBody(
  file: Pick<OutgoingFile, 'open'>,
  range: ByteRange | undefined,
  { md5, sent }: { md5: boolean; sent: (bytes: number) => void },
): Promise<Body> {
  const source = await file.open(range);
  const hash = md5 ? createHash('md5') : undefined;
  let bytes = 0;
  const stream = new Transform({
    // Pieces pass whole.
    readableHighWaterMark: PIECE,
    writableHighWaterMark: PIECE,
    transform(chunk: Buffer, _, done) {
      hash?.update(chunk);
      bytes += chunk.length;
      sent(bytes);
      done(null, chunk);
    },
  });
  // Its errors reach whoever reads the stream.
  pipeline(source, stream, () => {});
  return { stream, md5: () => hash?.digest('hex') };
}
