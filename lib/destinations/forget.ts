import type { DbTx } from '#lib/db/open.ts';

// In SQL: Prisma's own word for an empty JSON column is another object in each module graph.

/** What was tested is no longer what is saved. */
export async function forgetTest(tx: DbTx, id: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE "Destination" SET "test" = NULL, "testedAt" = NULL WHERE "id" = ${id}::uuid`;
}

/** The host key that was offered has been answered, or was another server's. */
export async function forgetOffer(tx: DbTx, id: string): Promise<void> {
  await tx.$executeRaw`UPDATE "Destination" SET "offeredHostKey" = NULL WHERE "id" = ${id}::uuid`;
}
