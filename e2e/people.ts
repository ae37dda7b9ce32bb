import { openDb } from '#lib/db/open.ts';
import { hashPassword } from '#lib/teams/hash-password.ts';
import type { Role } from '#lib/teams/permissions.ts';
import { type Slipway, startSlipway, WITH_OWNER } from './slipway.ts';

const PASSWORD = 'correct horse battery staple';
const NAMES: Record<Role, string> = {
  owner: 'Olga Owner',
  admin: 'Grace Hopper',
  operator: 'Ada Lovelace',
  viewer: 'Vera Viewer',
};

/** How the person of that role signs in. */
export const personOf = (role: Role) => ({ email: `${role}@example.com`, password: PASSWORD });

/** A Slipway with an owner, and a person of each role that is named, which may deliver to loopback. */
export async function startWithPeople(roles: readonly Exclude<Role, 'owner'>[]): Promise<Slipway> {
  const first = await startSlipway({ ...WITH_OWNER, EGRESS_ALLOW: '127.0.0.0/8' });
  await first.stop();
  const db = await openDb({ dataDir: first.dataDir });
  const { id: teamId } = await db.prisma.team.findFirstOrThrow();
  const passwordHash = await hashPassword(PASSWORD);
  for (const role of roles)
    await db.prisma.user.create({
      data: {
        email: personOf(role).email,
        name: NAMES[role],
        passwordHash,
        memberships: { create: { teamId, role } },
      },
    });
  await db.close();
  return first.restart();
}
