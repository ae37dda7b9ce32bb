import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { newSigningSecret } from '#lib/vault/signing-secret.ts';
import { audit } from './audit.ts';
import type { DeveloperContext } from './context.ts';
import { refuseTooMany } from './limits.ts';

export const SignedUrlBaseInput = z.object({
  name: z
    .string()
    .trim()
    .min(1, 'Give it a name, so that it is known again.')
    .max(100, 'The name has at most 100 characters.'),
});
export type SignedUrlBaseInput = z.output<typeof SignedUrlBaseInput>;

/**
 * Makes a base for signed URLs, `/s/{id}`: whoever has its secret may start jobs by a link.
 *
 * @returns the secret, which nothing tells again.
 * @throws Failure INVALID_DATA when the team has too many.
 */
export async function createSignedUrlBase(
  context: DeveloperContext,
  { name }: SignedUrlBaseInput,
): Promise<{ id: string; secret: string }> {
  const { prisma, clock, master, actor } = context;
  const { teamId, userId } = actor;
  const id = randomUUID();
  const { secret, sealed } = newSigningSecret(master, { id, teamId });
  await prisma.$transaction(async (tx) => {
    const count = await tx.signedUrlBase.count({ where: { teamId, revokedAt: null } });
    refuseTooMany(count, 'bases of signed URLs');
    await tx.signedUrlBase.create({
      data: { id, teamId, name, secret: sealed, createdById: userId, createdAt: clock.now() },
    });
    await audit(context, tx, 'signed-url-base.create', id, { name });
  });
  return { id, secret };
}
