import { randomUUID } from 'node:crypto';
import type { Db } from '#lib/db/open.ts';
import { searchTextOf } from '#lib/exports/search-text.ts';

const WORDS = ['invoice', 'report', 'scan', 'contract', 'photo', 'slides', 'letter', 'plan'];
const OPERATIONS = ['export/url', 'export/s3'];
const BATCH = 2_000;

/** Fills a team's list, one export a minute up to now. @returns people of whom the last made few. */
export async function seedExports(prisma: Db, teamId: string, rows: number): Promise<string[]> {
  const people = await Promise.all(
    ['Ada', 'Grace', 'Rare'].map((name) =>
      prisma.user.create({
        data: {
          email: `${randomUUID()}@example.com`,
          name,
          passwordHash: '',
          memberships: { create: { teamId, role: 'operator' } },
        },
      }),
    ),
  );
  const person = (i: number) => people[i % 5_000 === 0 ? 2 : i % 2]?.id ?? null;
  const start = Date.now() - rows * 60_000;
  for (let from = 0; from < rows; from += BATCH) {
    const data = Array.from({ length: BATCH }, (_, n) => {
      const i = from + n;
      return describeRow(teamId, person(i), i, new Date(start + i * 60_000));
    });
    await prisma.export.createMany({ data });
  }
  return people.map(({ id }) => id);
}

function describeRow(teamId: string, createdById: string | null, i: number, at: Date) {
  const id = randomUUID();
  const word = WORDS[i % WORDS.length];
  const filenames = [`${word}-${i}-${(i * 7919) % 10_007}.pdf`, `${word}-${i}.txt`];
  const operation = i % 100 === 0 ? 'export/sftp' : (OPERATIONS[i % 2] ?? '');
  return {
    id,
    teamId,
    createdById,
    operation,
    options: {},
    inputTaskIds: [randomUUID()],
    filenames,
    fileCount: 2,
    bytesTotal: 1_000n,
    taskId: randomUUID(),
    taskGoneAt: at,
    status: i % 1_000 === 7 ? 'error' : 'finished',
    result: filenames.map((filename) => ({ filename, size: 500 })),
    resultCount: 2,
    createdAt: at,
    endedAt: at,
    updatedAt: at,
    submissionId: randomUUID(),
    searchText: searchTextOf(id, operation, filenames),
  };
}
