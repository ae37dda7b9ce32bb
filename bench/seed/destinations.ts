import { randomUUID } from 'node:crypto';
import type { Db } from '#lib/db/open.ts';
import { searchTextOf } from '#lib/destinations/search-text.ts';
import { getOperation } from '#lib/operations/registry.ts';

const WORDS = ['Invoices', 'Reports', 'Scans', 'Contracts', 'Photos', 'Slides', 'Letters', 'Plans'];
const BATCH = 1_000;

/** Fills a team's list: one in ten private, one in ten for owners only. */
export async function seedDestinations(
  prisma: Db,
  { teamId, userId }: { teamId: string; userId: string },
  rows: number,
): Promise<void> {
  const operation = getOperation('export/sftp');
  const at = new Date();
  for (let from = 0; from < rows; from += BATCH) {
    const data = Array.from({ length: BATCH }, (_, n) => {
      const i = from + n;
      const name = `${WORDS[i % WORDS.length]}, server ${i}`;
      const notes = `For customer ${(i * 7919) % 10_007}`;
      const options = { host: `sftp-${i}.example.com`, username: 'deploy', path: 'in' };
      return {
        id: randomUUID(),
        teamId,
        ownerId: i % 10 === 3 ? userId : null,
        name,
        operation: operation.id,
        options,
        openFields: [],
        allowedRoles: i % 10 === 5 ? ['owner'] : [],
        notes,
        createdById: userId,
        createdAt: at,
        updatedAt: at,
        lastUsedAt: i % 3 === 0 ? new Date(at.getTime() - i * 60_000) : null,
        searchText: searchTextOf(operation, { name, notes, options }),
      };
    });
    await prisma.destination.createMany({ data });
    await prisma.destinationSecret.createMany({
      data: data.map(({ id }) => ({
        destinationId: id,
        field: 'password',
        sealed: new Uint8Array(160),
        updatedAt: at,
        updatedBy: 'owner@example.com',
      })),
    });
  }
}
