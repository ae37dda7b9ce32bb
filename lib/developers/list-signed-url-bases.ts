import type { DeveloperContext } from './context.ts';
import { AT_MOST } from './limits.ts';

/** Times are ISO. */
export type SignedUrlBaseRow = {
  id: string;
  name: string;
  createdAt: string;
  lastUsedAt: string | null;
};

/** The team's bases of signed URLs that were not revoked, newest first. */
export async function listSignedUrlBases({
  prisma,
  actor,
}: Pick<DeveloperContext, 'prisma' | 'actor'>): Promise<SignedUrlBaseRow[]> {
  const bases = await prisma.signedUrlBase.findMany({
    where: { teamId: actor.teamId, revokedAt: null },
    select: { id: true, name: true, createdAt: true, lastUsedAt: true },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: AT_MOST,
  });
  return bases.map(({ createdAt, lastUsedAt, ...base }) => ({
    ...base,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  }));
}
