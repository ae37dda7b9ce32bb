import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Scope } from '#lib/api/principal.ts';
import { lockTeamFor } from '#lib/teams/lock-team.ts';
import { hashApiKey, newApiKey } from '#lib/vault/api-key.ts';
import { audit } from './audit.ts';
import type { DeveloperContext } from './context.ts';
import { refuseTooMany } from './limits.ts';
import { ALL_SCOPES } from './scopes.ts';

const DAY = 24 * 3_600_000;

export const CreateKeyInput = z.object({
  name: z
    .string()
    .trim()
    .min(1, 'Give the key a name, so that it is known again.')
    .max(100, 'The name has at most 100 characters.'),
  scopes: z
    .array(z.enum(ALL_SCOPES as [Scope, ...Scope[]]))
    .min(1, 'Choose at least one scope.')
    .transform((scopes) => ALL_SCOPES.filter((scope) => scopes.includes(scope))),
  /** Null: never. */
  expiresInDays: z.int().min(1).max(3650).nullable(),
});
export type CreateKeyInput = z.output<typeof CreateKeyInput>;

/**
 * Makes an API key of the team.
 *
 * @returns the key itself, which nothing can tell again.
 * @throws Failure INVALID_DATA when the team has too many.
 */
export async function createKey(
  context: DeveloperContext,
  { name, scopes, expiresInDays }: CreateKeyInput,
): Promise<{ id: string; key: string }> {
  const { prisma, clock, actor } = context;
  const id = randomUUID();
  const key = newApiKey();
  const now = clock.now();
  await prisma.$transaction(async (tx) => {
    const { teamId, userId } = actor;
    // Whoever is removed at this moment takes all their keys along: this one as well, or it is refused.
    if (userId) await lockTeamFor(tx, { teamId, userId }, 'key.manage');
    refuseTooMany(await tx.apiKey.count({ where: { teamId, revokedAt: null } }), 'API keys');
    await tx.apiKey.create({
      data: {
        id,
        teamId,
        createdById: userId,
        name,
        hash: hashApiKey(key),
        scopes,
        createdAt: now,
        expiresAt: expiresInDays === null ? null : new Date(now.getTime() + expiresInDays * DAY),
      },
    });
    const expires = expiresInDays === null ? 'never' : `in ${expiresInDays} days`;
    await audit(context, tx, 'api-key.create', id, { name, scopes, expires });
  });
  return { id, key };
}
