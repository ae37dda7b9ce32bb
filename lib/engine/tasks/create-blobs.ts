import { randomUUID } from 'node:crypto';
import type { DbTx } from '#lib/db/open.ts';
import type { NewBytes } from '../context.ts';

/** Bytes that a row tells of, or that one is to be made for. */
export type Bytes = { blobId: string } | NewBytes;

/** Notes bytes that are in storage. @returns the ids of all rows, in the order of `bytes`. */
export async function createBlobs(tx: DbTx, bytes: Bytes[]): Promise<string[]> {
  const rows: {
    id: string;
    storageKey: string;
    size: number;
    sha256: string;
    blockSums: Uint8Array<ArrayBuffer>;
  }[] = [];
  const ids = bytes.map((one) => {
    if ('blobId' in one) return one.blobId;
    const { key: storageKey, size, sha256, blockSums } = one;
    const id = randomUUID();
    rows.push({ id, storageKey, size, sha256, blockSums: new Uint8Array(blockSums) });
    return id;
  });
  if (rows.length > 0) await tx.blob.createMany({ data: rows });
  return ids;
}
