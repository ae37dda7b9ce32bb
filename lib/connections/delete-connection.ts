import { auditConnection, type ConnectionContext, getOwnConnection } from './context.ts';

/**
 * Takes a connection out of use and forgets its key. Exports that it ran keep their history; those
 * that still run there are no longer watched.
 *
 * @throws Failure NOT_FOUND.
 */
export async function deleteConnection(context: ConnectionContext, id: string): Promise<void> {
  const { prisma, clock, remotes } = context;
  const { name } = await getOwnConnection(context, id);
  const now = clock.now();
  await prisma.$transaction(async (tx) => {
    await tx.connection.update({
      where: { id },
      data: { apiKey: null, deletedAt: now, updatedAt: now },
    });
    // Nobody will ever hear what became of them.
    await tx.export.updateMany({
      where: { connection: id, status: { in: ['waiting', 'processing'] } },
      data: {
        status: 'error',
        code: 'GONE',
        message: `The connection “${name}” was deleted before the export ended. What became of it shows in that account.`,
        endedAt: now,
        updatedAt: now,
      },
    });
    await auditConnection(context, tx, 'connection.delete', id, { name });
  });
  await remotes.reset(id);
}
