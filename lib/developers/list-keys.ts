import type { DeveloperContext } from './context.ts';
import { AT_MOST } from './limits.ts';

/** Times are ISO. The key itself is not known. */
export type KeyRow = {
  id: string;
  name: string;
  scopes: string[];
  /** Null for somebody who has left, and for a key of the settings. */
  createdBy: string | null;
  createdAt: string;
  lastUsedAt: string | null;
  expiresAt: string | null;
  expired: boolean;
};

/** The team's keys that were not revoked, newest first. */
export async function listKeys({
  prisma,
  clock,
  actor,
}: Omit<DeveloperContext, 'master'>): Promise<KeyRow[]> {
  const keys = await prisma.apiKey.findMany({
    where: { teamId: actor.teamId, revokedAt: null },
    select: {
      id: true,
      name: true,
      scopes: true,
      createdAt: true,
      lastUsedAt: true,
      expiresAt: true,
      createdBy: { select: { name: true } },
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: 2 * AT_MOST,
  });
  const now = clock.now();
  return keys.map(({ createdBy, createdAt, lastUsedAt, expiresAt, ...key }) => ({
    ...key,
    createdBy: createdBy?.name ?? null,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    expiresAt: expiresAt?.toISOString() ?? null,
    expired: expiresAt !== null && expiresAt <= now,
  }));
}
