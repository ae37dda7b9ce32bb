import type { Db } from '#lib/db/open.ts';

/** Who the list can be filtered by: the members of the team. */
export async function listPeople(
  prisma: Db,
  teamId: string,
): Promise<{ id: string; name: string }[]> {
  return prisma.user.findMany({
    where: { memberships: { some: { teamId } } },
    select: { id: true, name: true },
    orderBy: { name: 'asc' },
  });
}
