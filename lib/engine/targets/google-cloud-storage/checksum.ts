import { crc32c } from '@node-rs/crc32';
import type { OutgoingFile } from '../../delivery/target.ts';

/** The CRC32C of a file's bytes from its beginning, taken as they pass, in order. */
export type Checksum = {
  /** Takes bytes that stand at an offset; those that it has seen already are passed over. */
  take(at: number, bytes: Uint8Array): void;
  /** Reads what it has not seen before an offset. @param alive called for each piece. @throws SOURCE_FAILED. */
  readUpTo(file: OutgoingFile, end: number, alive: () => void): Promise<void>;
  /** As Google writes it: Base64 of four bytes, big-endian. */
  text(): string;
};

export function createChecksum(): Checksum {
  let crc = 0;
  let seen = 0;
  const take: Checksum['take'] = (at, bytes) => {
    if (at > seen || at + bytes.length <= seen) return;
    crc = crc32c(bytes.subarray(seen - at), crc);
    seen = at + bytes.length;
  };
  return {
    take,
    async readUpTo(file, end, alive) {
      if (seen >= end) return;
      let at = seen;
      for await (const chunk of await file.open({ start: at, end: end - 1 })) {
        take(at, chunk as Buffer);
        at += (chunk as Buffer).length;
        alive();
      }
    },
    text() {
      const big = Buffer.alloc(4);
      big.writeUInt32BE(crc);
      return big.toString('base64');
    },
  };
}
