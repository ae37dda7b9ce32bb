import type { Readable, Writable } from 'node:stream';
import { freeBytes } from '../pieces.ts';

/**
 * Like `pipe`, for bytes that nobody else looks at: each piece is given back once the system has it.
 * What fails is left to whoever listens on either side.
 */
export function pour(source: Readable, into: Writable): void {
  source
    .on('data', (piece: Buffer) => {
      const goesOn = into.write(piece, (error) => {
        // After an error nobody knows who still has it.
        if (!error) freeBytes(piece);
      });
      if (!goesOn) source.pause();
    })
    .once('end', () => into.end());
  into.on('drain', () => source.resume()).once('close', () => source.pause());
}
