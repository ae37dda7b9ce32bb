import type { Clock } from '#lib/clock.ts';
import { gather } from '#lib/db/gather.ts';
import type { ApiKey } from '#lib/db/generated/client.ts';
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

type KeyFinder = (hash: string) => Promise<ApiKey | null>;

/**
 * Looks keys up for all calls that come at the same time together. Nothing is kept: a key that was
 * revoked opens nothing from that moment on.
 */
export const createKeyFinder = (db: Db): KeyFinder =>
  gather(async (hashes: string[]) => {
    const keys = await db.apiKey.findMany({ where: { hash: { in: [...new Set(hashes)] } } });
    const byHash = new Map(keys.map((key) => [key.hash, key]));
    return hashes.map((hash) => byHash.get(hash) ?? null);
  });

/** @returns undefined for a key that is unknown, revoked or expired. */
export async function findPrincipal(
  db: Db,
  clock: Clock,
  authorization: string | undefined,
  findKey: KeyFinder = (hash) => db.apiKey.findUnique({ where: { hash } }),
): Promise<Principal | undefined> {
  const key = /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1];
  if (!key) return undefined;
  // Looked up by hash, so the time this takes tells nothing about the key.
  const found = await findKey(hashApiKey(key));
  const now = clock.now();
  if (!found || found.revokedAt || (found.expiresAt && found.expiresAt <= now)) return undefined;
  if (!found.lastUsedAt || now.getTime() - found.lastUsedAt.getTime() > SEEN_EVERY) {
    await db.apiKey.update({ where: { id: found.id }, data: { lastUsedAt: now } });
  }
  return { teamId: found.teamId, userId: found.createdById, scopes: found.scopes, keyId: found.id };
}
