import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { PIECE, takePiece } from './pieces.ts';
import type { ByteRange } from './storage.ts';

/** Pieces that a reader may be behind. */
const PIECES_AHEAD = 2;

/** Piece by piece, into memory that may have been given back; closes the file at its end. */
export function readPieces(
  file: FileHandle,
  { start, end = Number.POSITIVE_INFINITY }: ByteRange,
  beforeRead = () => {},
): Readable {
  let at = start;
  async function readNext(): Promise<Buffer | null> {
    const length = Math.min(PIECE, end + 1 - at);
    if (length <= 0) return null;
    beforeRead();
    const piece = takePiece(length);
    const { bytesRead } = await file.read(piece, 0, length, at);
    at += bytesRead;
    if (bytesRead === 0) return null;
    return bytesRead === length ? piece : piece.subarray(0, bytesRead);
  }
  return new Readable({
    // A stream of bytes would join what waits, and copy it for that.
    objectMode: true,
    highWaterMark: PIECES_AHEAD,
    read() {
      readNext().then(
        (piece) => this.push(piece),
        (error) => this.destroy(error),
      );
    },
    destroy(error, done) {
      file.close().then(
        () => done(error),
        (closing) => done(error ?? closing),
      );
    },
  });
}
