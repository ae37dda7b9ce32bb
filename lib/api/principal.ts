import type { Clock } from '#lib/clock.ts';
import type { Db } from '#lib/db/open.ts';
import { hashApiKey } from '#lib/vault/api-key.ts';

export const SCOPES = [
  'user.read',
  'user.write',
  'task.read',
  'task.write',
  'webhook.read',
  'webhook.write',
] as const;
export type Scope = (typeof SCOPES)[number];

/** Who calls: a key of a team, or the dashboard in this process on behalf of a person. */
export type Principal = {
  teamId: string;
  userId: string | null;
  scopes: readonly string[];
  /** What the rate limit counts by; undefined for the dashboard, which is not limited. */
  keyId: string | undefined;
};

const SEEN_EVERY = 60_000;

/** @returns undefined for a key that is unknown, revoked or expired. */
export async function findPrincipal(
  db: Db,
  clock: Clock,
  authorization: string | undefined,
): Promise<Principal | undefined> {
  const key = /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1];
  if (!key) return undefined;
  // Looked up by hash, so the time this takes tells nothing about the key.
  const found = await db.apiKey.findUnique({ where: { hash: hashApiKey(key) } });
  const now = clock.now();
  if (!found || found.revokedAt || (found.expiresAt && found.expiresAt <= now)) return undefined;
  if (!found.lastUsedAt || now.getTime() - found.lastUsedAt.getTime() > SEEN_EVERY) {
    await db.apiKey.update({ where: { id: found.id }, data: { lastUsedAt: now } });
  }
  return { teamId: found.teamId, userId: found.createdById, scopes: found.scopes, keyId: found.id };
}
