import { createHash } from 'node:crypto';
import { pipeline, type Readable, Transform } from 'node:stream';
import type { ByteRange } from '../../context.ts';
import type { OutgoingFile } from '../../delivery/target.ts';

/** As much as storage reads at a time, so that chunks pass whole. Bytes. */
const PIECE = 512 << 10;

type Body = {
  stream: Readable;
  /** Hex, once the stream was read to its end. */
  md5(): string;
};

/**
 * Opens bytes of a file on their way out, counted and hashed in passing. The caller destroys the stream.
 * @param sent gets the bytes of this body so far.
 */
export async function openBody(
  file: OutgoingFile,
  range: ByteRange | undefined,
  sent: (bytes: number) => void,
): Promise<Body> {
  const source = await file.open(range);
  const hash = createHash('md5');
  let bytes = 0;
  const stream = new Transform({
    readableHighWaterMark: PIECE,
    writableHighWaterMark: PIECE,
    transform(chunk: Buffer, _, done) {
      hash.update(chunk);
      bytes += chunk.length;
      sent(bytes);
      done(null, chunk);
    },
  });
  // Its errors reach whoever reads the stream.
  pipeline(source, stream, () => {});
  return { stream, md5: () => hash.digest('hex') };
}

/** MD5, hex. Reads the bytes once. @throws as the file does; the signal's reason. */
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
  return hash.digest('hex');
}
