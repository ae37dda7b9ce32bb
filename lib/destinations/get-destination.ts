import type { ProbeReport } from '#lib/engine/probe/report.ts';
import { shortenIds } from '#lib/operations/place.ts';
import { getOperation } from '#lib/operations/registry.ts';
import type { DestinationContext } from './context.ts';
import { describeRow } from './describe-destination.ts';
import { getVisible } from './find-destination.ts';
import { mayEdit } from './rights.ts';
import type { DestinationDetail, OfferedHostKey } from './types.ts';

/**
 * One destination with everything its page shows. Secrets are named, never opened.
 *
 * @throws Failure NOT_FOUND, also for what this person does not know of.
 */
export async function getDestination(
  { prisma, actor }: Pick<DestinationContext, 'prisma' | 'actor'>,
  id: string,
): Promise<DestinationDetail> {
  const row = await getVisible(prisma, actor, id);
  const uses = { destinationId: id, teamId: actor.teamId };
  const [exports, running] = await Promise.all([
    prisma.export.count({ where: uses }),
    prisma.export.count({ where: { ...uses, status: { in: ['waiting', 'processing'] } } }),
  ]);
  const options = row.options as Record<string, unknown>;
  return {
    ...describeRow(actor, row),
    options: mayEdit(actor, row) ? options : shortenIds(getOperation(row.operation), options),
    secrets: Object.fromEntries(
      row.secrets.map(({ field, updatedAt, updatedBy, hint }) => [
        field,
        { updatedAt: updatedAt.toISOString(), updatedBy, hint },
      ]),
    ),
    openFields: row.openFields,
    allowedRoles: row.allowedRoles,
    notes: row.notes,
    prefix: row.prefix,
    fencePrefix: row.fencePrefix,
    fenceBytes: row.fenceBytes === null ? null : Number(row.fenceBytes),
    givenExpiry: row.givenExpiry?.toISOString().slice(0, 10) ?? null,
    foundExpiry: row.foundExpiry?.toISOString() ?? null,
    offeredHostKey: row.offeredHostKey as OfferedHostKey | null,
    report: row.test as ProbeReport | null,
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    usedBy: { exports, running },
  };
}
