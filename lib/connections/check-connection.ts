import { isFailure } from '#lib/errors.ts';
import type { Account } from './account.ts';
import { readAccount } from './account.ts';
import { auditConnection, type ConnectionContext, getOwnConnection } from './context.ts';
import { examineConnection } from './examine-connection.ts';

/**
 * Asks a stored connection how it is, and keeps what it says. That it is in trouble is an answer too.
 *
 * @returns the sentence of what is wrong with it, if anything is.
 * @throws Failure NOT_FOUND.
 */
export async function checkConnection(
  context: ConnectionContext,
  id: string,
): Promise<{ trouble: string | null }> {
  const { prisma, clock, remotes, actor } = context;
  const row = await getOwnConnection(context, id);
  const known = readAccount(row.account);
  const account = await examineConnection(remotes.client(actor.teamId, id, 'act')).catch(
    (error: unknown): Account => {
      if (!isFailure(error)) throw error;
      const since = known.trouble?.since ?? clock.now().toISOString();
      return { ...known, trouble: { code: error.code, message: error.message, since } };
    },
  );
  await prisma.$transaction(async (tx) => {
    await tx.connection.updateMany({
      where: { id, deletedAt: null },
      data: { account, checkedAt: clock.now() },
    });
    await auditConnection(context, tx, 'connection.check', id, {
      result: account.trouble?.code ?? 'OK',
    });
  });
  return { trouble: account.trouble?.message ?? null };
}
