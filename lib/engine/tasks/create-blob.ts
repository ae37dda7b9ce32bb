import type { DbTx } from '#lib/db/open.ts';
import type { NewBytes } from '../context.ts';

/** Notes bytes that are in storage. @returns the id of the row. */
export async function createBlob(tx: DbTx, { key, size, sha256, blockSums }: NewBytes) {
  const { id } = await tx.blob.create({
    data: { storageKey: key, size, sha256, blockSums: new Uint8Array(blockSums) },
    select: { id: true },
  });
  return id;
}
