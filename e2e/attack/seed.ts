/** Fills a data folder with two teams, before a server opens it. Prints what it made as JSON. */
import { systemClock } from '#lib/clock.ts';
import { openDb } from '#lib/db/open.ts';
import { hashPassword } from '#lib/teams/hash-password.ts';
import { PERMISSIONS, ROLES } from '#lib/teams/permissions.ts';

const PASSWORD = 'correct horse battery staple';

const db = await openDb({ dataDir: process.argv[2] ?? '' });
const createdAt = systemClock.now();
const passwordHash = await hashPassword(PASSWORD);

async function makeTeam(name: string) {
  const team = await db.prisma.team.create({ data: { name, createdAt } });
  const people: Record<string, { id: string; email: string; password: string }> = {};
  for (const role of ROLES) {
    const email = `${role}@${name}.example.com`;
    const { id } = await db.prisma.user.create({
      data: {
        email,
        name: `${role} of ${name}`,
        passwordHash,
        createdAt,
        memberships: { create: { teamId: team.id, role, createdAt } },
      },
    });
    people[role] = { id, email, password: PASSWORD };
  }
  return { id: team.id, people };
}

const may = Object.fromEntries(
  Object.entries(PERMISSIONS).map(([permission, { roles }]) => [permission, roles]),
);
const ours = await makeTeam('ours');
console.log(JSON.stringify({ ours, theirs: await makeTeam('theirs'), may }));
await db.close();
