import { describeOptions } from '#lib/exports/describe-options.ts';
import { shortenIds } from '#lib/operations/place.ts';
import { expandPrefix } from '#lib/operations/prefix.ts';
import { getOperation } from '#lib/operations/registry.ts';
import type { DestinationContext } from './context.ts';
import { placeOf, soonest } from './describe-destination.ts';
import type { DestinationRecord } from './find-destination.ts';
import { whereUsable } from './list-destinations.ts';
import { whereVisible } from './rights.ts';
import { whereText } from './search-text.ts';
import type { UsableDestination } from './types.ts';
import { factsOf } from './unlock-destination.ts';

/** How many a picker shows; whoever has more searches. */
const SHOWN = 12;

type Wanted = { text?: string | undefined; ids?: readonly string[] | undefined };

/** Destinations that somebody may export with, those used last first, or those with these ids. */
export async function listUsable(
  { prisma, actor, clock }: Pick<DestinationContext, 'prisma' | 'actor' | 'clock'>,
  { text, ids }: Wanted = {},
): Promise<{ destinations: UsableDestination[]; more: boolean }> {
  const rows = await prisma.destination.findMany({
    where: {
      AND: [whereVisible(actor), whereUsable(actor), whereText(text)],
      ...(ids ? { id: { in: [...ids].slice(0, SHOWN) } } : {}),
    },
    orderBy: [{ lastUsedAt: { sort: 'desc', nulls: 'last' } }, { name: 'asc' }, { id: 'asc' }],
    take: SHOWN + 1,
    include: { secrets: true },
  });
  if (rows.length === 0) return { destinations: [], more: false };
  const facts = await factsOf(prisma, actor, { operation: '' }, clock.now());
  const destinations = rows.slice(0, SHOWN).map((row) => describeUsable(row, facts));
  return { destinations, more: rows.length > SHOWN };
}

function describeUsable(
  row: DestinationRecord,
  facts: Awaited<ReturnType<typeof factsOf>>,
): UsableDestination {
  const operation = getOperation(row.operation);
  const options = row.options as Record<string, unknown>;
  const stored = row.secrets.map(({ field }) => field);
  const fixed = Object.fromEntries(
    Object.entries(options).filter(([name]) => !row.openFields.includes(name)),
  );
  const ends = soonest(row);
  const { pattern, prefix, folder } = operation.naming;
  const naming = [pattern, prefix, folder].flatMap((name) =>
    name && options[name] !== undefined ? [[name, options[name]]] : [],
  );
  return {
    id: row.id,
    name: row.name,
    operation: row.operation,
    place: placeOf(row),
    colour: row.colour,
    shared: row.ownerId === null,
    notes: row.notes,
    summary: describeOptions(operation, shortenIds(operation, fixed)),
    openFields: row.openFields,
    options: Object.fromEntries(
      row.openFields.flatMap((name) =>
        options[name] === undefined ? [] : [[name, options[name]]],
      ),
    ),
    storedOpen: row.openFields.filter((name) => stored.includes(name)),
    prefix: row.prefix && expandPrefix(row.prefix, { ...facts, operation: row.operation }),
    naming: Object.fromEntries(naming),
    fencePrefix: row.fencePrefix,
    fenceBytes: row.fenceBytes === null ? null : Number(row.fenceBytes),
    expiresAt: ends?.toISOString() ?? null,
    expired: ends !== null && ends <= facts.at,
    keyOffered: row.offeredHostKey !== null,
  };
}
