import type { Db } from '#lib/db/open.ts';

/** Whether the team has an export that has not ended: its pages poll fast then. */
export async function findRunning(prisma: Db, teamId: string): Promise<boolean> {
  const one = await prisma.export.findFirst({
    where: { teamId, status: { in: ['waiting', 'processing'] } },
    select: { id: true },
  });
  return one !== null;
}
