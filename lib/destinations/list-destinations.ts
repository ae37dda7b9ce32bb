import type { Prisma } from '#lib/db/generated/client.ts';
import { Failure } from '#lib/errors.ts';
import { can } from '#lib/teams/permissions.ts';
import type { DestinationActor, DestinationContext } from './context.ts';
import { describeRow, ROW_COLUMNS } from './describe-destination.ts';
import { whereVisible } from './rights.ts';
import { whereText } from './search-text.ts';
import type { DestinationPage } from './types.ts';

export const PAGE_SIZE = 50;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

type Wanted = {
  text?: string | undefined;
  cursor?: string | undefined;
  /** Only those that this person may export with. */
  usable?: boolean;
};

/**
 * One page of the destinations that somebody sees, by name. Keyset paging.
 *
 * @throws Failure INVALID_DATA when the cursor is not one of ours.
 */
export async function listDestinations(
  { prisma, actor }: Pick<DestinationContext, 'prisma' | 'actor'>,
  { text, cursor, usable = false }: Wanted = {},
): Promise<DestinationPage> {
  const after = cursor ? readCursor(cursor) : undefined;
  const found = await prisma.destination.findMany({
    select: ROW_COLUMNS,
    where: {
      AND: [whereVisible(actor), whereText(text), usable ? whereUsable(actor) : {}],
      ...(after
        ? { name: { gte: after.name }, NOT: { name: after.name, id: { lte: after.id } } }
        : {}),
    },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: PAGE_SIZE + 1,
  });
  const rows = found.slice(0, PAGE_SIZE);
  const last = rows.at(-1);
  return {
    rows: rows.map((row) => describeRow(actor, row)),
    nextCursor: last && found.length > PAGE_SIZE ? `${last.id}.${last.name}` : null,
  };
}

/** The same as `mayUse`, as a query, for what is visible. */
export function whereUsable({ role, userId }: DestinationActor): Prisma.DestinationWhereInput {
  if (!can(role, 'destination.use')) return { id: { in: [] } };
  return {
    OR: [
      { ownerId: userId },
      { allowedRoles: { isEmpty: true }, ownerId: null },
      { allowedRoles: { has: role }, ownerId: null },
    ],
  };
}

function readCursor(text: string): { id: string; name: string } {
  const [id = '', name = ''] = [text.slice(0, 36), text.slice(37)];
  if (!UUID.test(id)) throw new Failure('INVALID_DATA', 'The list has moved on. Reload the page.');
  return { id, name };
}
