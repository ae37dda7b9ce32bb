import { findOperation } from '#lib/operations/registry.ts';
import type { DestinationContext } from './context.ts';
import { getVisible } from './find-destination.ts';
import type { HistoryEntry } from './types.ts';

/** What a page shows; all of it is in the audit log. */
const SHOWN = 50;

/** Fields of a destination beside its options, as the form calls them. */
const LABELS: Readonly<Record<string, string>> = {
  name: 'Name',
  notes: 'Notes',
  colour: 'Colour',
  prefix: 'Prefix',
  fencePrefix: 'Allowed prefix',
  fenceBytes: 'Largest file',
  ownerId: 'Shared with',
  allowedRoles: 'Who may use it',
  givenExpiry: 'Expiry',
  openFields: 'Open fields',
};

/** Who changed what of a destination and when, newest first. @throws Failure NOT_FOUND. */
export async function listHistory(
  { prisma, actor }: Pick<DestinationContext, 'prisma' | 'actor'>,
  id: string,
): Promise<HistoryEntry[]> {
  const { operation } = await getVisible(prisma, actor, id);
  const rows = await prisma.auditEntry.findMany({
    where: { teamId: actor.teamId, subject: id, action: { startsWith: 'destination.' } },
    orderBy: { createdAt: 'desc' },
    take: SHOWN,
  });
  const labelOf = (name: string) =>
    findOperation(operation)?.fields[name]?.meta.label ?? LABELS[name] ?? name;
  return rows.map((row) => {
    const detail = row.detail as { fields?: string[]; secrets?: string[] };
    const names = [...(detail.fields ?? []), ...(detail.secrets ?? [])];
    return {
      id: row.id,
      at: row.createdAt.toISOString(),
      actor: row.actor,
      action: row.action.replace(/^destination\./, ''),
      fields: [...new Set(names)].map(labelOf),
    };
  });
}
