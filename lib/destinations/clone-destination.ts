import { randomUUID } from 'node:crypto';
import type { Prisma } from '#lib/db/generated/client.ts';
import { getOperation } from '#lib/operations/registry.ts';
import { can } from '#lib/teams/permissions.ts';
import { audit } from './audit.ts';
import type { DestinationContext } from './context.ts';
import { getEditable } from './find-destination.ts';
import { searchTextOf } from './search-text.ts';
import { openSecrets, writeSecrets } from './secrets.ts';

/**
 * Makes a copy that leads to the same place, its secrets sealed anew for it. Whoever then leads it
 * elsewhere has to give them by hand, as with any destination.
 *
 * @throws Failure NOT_FOUND, FORBIDDEN.
 */
export async function cloneDestination(
  context: DestinationContext,
  sourceId: string,
): Promise<{ id: string }> {
  const { prisma, clock, actor, master } = context;
  return prisma.$transaction(async (tx) => {
    const row = await getEditable(tx, actor, sourceId);
    const { secrets, id: _, test: __, offeredHostKey: ___, options, ...columns } = row;
    const operation = getOperation(row.operation);
    const open = options as Record<string, unknown>;
    const id = randomUUID();
    const now = clock.now();
    const name = `${row.name.slice(0, 90)} (copy)`;
    await tx.destination.create({
      data: {
        ...columns,
        id,
        name,
        options: open as Prisma.InputJsonObject,
        ownerId: row.ownerId === null && can(actor.role, 'destination.share') ? null : actor.userId,
        testedAt: null,
        lastUsedAt: null,
        version: 1,
        createdById: actor.userId,
        createdAt: now,
        updatedAt: now,
        searchText: searchTextOf(operation, { name, notes: row.notes, options: open }),
      },
    });
    const opened = openSecrets(master, row);
    await writeSecrets(context, tx, id, operation, opened, open);
    await audit(context, tx, 'destination.copy', id, {
      name,
      source: sourceId,
      secrets: secrets.map(({ field }) => field),
    });
    return { id };
  });
}
