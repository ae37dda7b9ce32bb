import { z } from 'zod';
import type { DbTx } from '#lib/db/open.ts';
import { getRole, type Role } from './permissions.ts';

export type TeamMember = {
  userId: string;
  name: string;
  email: string;
  role: Role;
  /** ISO 8601. */
  joinedAt: string;
};

/** Members on one page. */
const PAGE = 50;
const Cursor = z.tuple([z.coerce.date(), z.uuid()]);

/**
 * The people of a team in the order they joined, a page at a time.
 * @param after `next` of the page before; anything else begins at the first.
 */
export async function listMembers(
  db: DbTx,
  teamId: string,
  after?: string,
): Promise<{ rows: TeamMember[]; next: string | undefined }> {
  const cursor = after ? Cursor.safeParse(after.split('~')).data : undefined;
  const found = await db.membership.findMany({
    where: {
      teamId,
      ...(cursor && {
        createdAt: { gte: cursor[0] },
        OR: [{ createdAt: { gt: cursor[0] } }, { userId: { gt: cursor[1] } }],
      }),
    },
    select: {
      userId: true,
      role: true,
      createdAt: true,
      user: { select: { name: true, email: true } },
    },
    orderBy: [{ createdAt: 'asc' }, { userId: 'asc' }],
    take: PAGE + 1,
  });
  const page = found.slice(0, PAGE);
  const last = found.length > PAGE ? page.at(-1) : undefined;
  const rows = page.map(({ userId, role, createdAt, user: { name, email } }) => ({
    userId,
    name,
    email,
    role: getRole(role),
    joinedAt: createdAt.toISOString(),
  }));
  return { rows, next: last && `${last.createdAt.toISOString()}~${last.userId}` };
}
