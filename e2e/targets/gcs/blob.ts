import { createHash } from 'node:crypto';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { crc32c } from '@node-rs/crc32';

/** What the service keeps of a broken upload is a multiple of this. */
export const BLOCK = 256 << 10;

/** Bytes on disk with their checksums, which grow in whole blocks until they are whole themselves. */
export type Blob = {
  path: string;
  /** Bytes on disk. */
  size(): number;
  /** @returns whether they were taken: what would go past `most` is forgotten, and all after it. */
  push(bytes: Buffer, most?: number): void;
  /** Writes the last, shorter block. */
  finish(): void;
  /** Forgets what makes no whole block yet. */
  dropRest(): void;
  /** As Google writes them: Base64, CRC32C big-endian. */
  checksums(): { crc32c: string; md5Hash: string };
  close(): void;
  remove(): void;
};

export function createBlob(path: string): Blob {
  const file = openSync(path, 'w');
  const md5 = createHash('md5');
  let isOpen = true;
  let crc = 0;
  let size = 0;
  let filled = 0;
  const block = Buffer.allocUnsafe(BLOCK);

  function write(bytes: Buffer): void {
    crc = crc32c(bytes, crc);
    md5.update(bytes);
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    size += bytes.length;
  }

  function close(): void {
    if (isOpen) closeSync(file);
    isOpen = false;
  }

  return {
    path,
    size: () => size,
    push(bytes, most = Number.POSITIVE_INFINITY) {
      let at = 0;
      while (at < bytes.length) {
        const took = bytes.copy(block, filled, at);
        at += took;
        filled += took;
        if (filled < BLOCK) continue;
        filled = 0;
        if (size + BLOCK <= most) write(block);
      }
    },
    finish() {
      if (filled > 0) write(block.subarray(0, filled));
      filled = 0;
    },
    dropRest() {
      filled = 0;
    },
    checksums() {
      const big = Buffer.alloc(4);
      big.writeUInt32BE(crc);
      return { crc32c: big.toString('base64'), md5Hash: md5.copy().digest('base64') };
    },
    close,
    remove() {
      close();
      rmSync(path, { force: true });
    },
  };
}
