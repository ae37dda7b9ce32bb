import type { Db } from '#lib/db/open.ts';

/** Who the list can be filtered by: the members of the team. */
export async function listPeople(
  prisma: Db,
  teamId: string,
): Promise<{ id: string; name: string }[]> {
  const members = await prisma.membership.findMany({
    where: { teamId },
    select: { user: { select: { id: true, name: true } } },
    orderBy: { user: { name: 'asc' } },
  });
  return members.map((member) => member.user);
}
