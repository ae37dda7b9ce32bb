import { audit } from './audit.ts';
import type { DestinationContext } from './context.ts';
import { getEditable } from './find-destination.ts';
import { forgetOffer } from './forget.ts';

/**
 * Takes a destination out of use: its secrets go at once, its row stays for the exports made with it.
 * Tasks that run keep what they were given.
 *
 * @throws Failure NOT_FOUND, FORBIDDEN.
 */
export async function deleteDestination(context: DestinationContext, id: string): Promise<void> {
  const { prisma, clock, actor } = context;
  await prisma.$transaction(async (tx) => {
    const row = await getEditable(tx, actor, id);
    await tx.destinationSecret.deleteMany({ where: { destinationId: id } });
    await tx.destination.update({
      where: { id },
      data: { deletedAt: clock.now(), version: row.version + 1 },
    });
    await forgetOffer(tx, id);
    await audit(context, tx, 'destination.delete', id, {
      name: row.name,
      operation: row.operation,
      secrets: row.secrets.map(({ field }) => field),
    });
  });
}
