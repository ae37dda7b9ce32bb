import { crc32c } from '@node-rs/crc32';

/** Bytes that one checksum is of; the last block of a file may be shorter. */
export const BLOCK = 1 << 20;
const SUM_BYTES = 4;

/** The checksums of a file's blocks, in order: CRC-32C, four bytes each, little-endian. */
export type BlockSums = Uint8Array;

/** Sums up what passes from the beginning of a file on. */
export function createBlockSums(): { take(chunk: Uint8Array): void; end(): BlockSums } {
  const sums: number[] = [];
  let sum = 0;
  let filled = 0;
  const close = () => {
    sums.push(sum);
    sum = 0;
    filled = 0;
  };
  return {
    take(chunk) {
      for (let at = 0; at < chunk.length; ) {
        const piece = chunk.subarray(at, at + BLOCK - filled);
        sum = crc32c(piece, sum);
        filled += piece.length;
        at += piece.length;
        if (filled === BLOCK) close();
      }
    },
    end() {
      if (filled > 0) close();
      const bytes = Buffer.alloc(sums.length * SUM_BYTES);
      for (const [index, value] of sums.entries()) bytes.writeUInt32LE(value, index * SUM_BYTES);
      return new Uint8Array(bytes);
    },
  };
}

/** The checksum of block `index`, counted from 0. Undefined past the end. */
export function sumAt(sums: BlockSums, index: number): number | undefined {
  const at = index * SUM_BYTES;
  if (at + SUM_BYTES > sums.length) return undefined;
  return Buffer.from(sums.buffer, sums.byteOffset, sums.byteLength).readUInt32LE(at);
}
