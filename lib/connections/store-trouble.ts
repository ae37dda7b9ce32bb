import type { Db } from '#lib/db/open.ts';
import { readAccount } from './account.ts';
import type { Trouble } from './gate.ts';

/** Keeps with a connection that it is in trouble, or no longer, so that every page can say so. */
export async function storeTrouble(
  prisma: Db,
  connection: string,
  trouble: Trouble | undefined,
): Promise<void> {
  const row = await prisma.connection.findUnique({
    where: { id: connection },
    select: { account: true },
  });
  if (!row) return;
  const known = trouble && {
    code: trouble.code,
    message: trouble.message,
    since: trouble.since.toISOString(),
  };
  await prisma.connection.updateMany({
    where: { id: connection, deletedAt: null },
    data: { account: { ...readAccount(row.account), trouble: known ?? null } },
  });
}
