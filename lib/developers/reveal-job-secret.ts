import { jobSigningSecret } from '#lib/vault/signing-secret.ts';
import { audit } from './audit.ts';
import type { DeveloperContext } from './context.ts';

/** What events to the `webhook_url` of a job are signed with, for all jobs of the team. */
export async function revealJobSecret(context: DeveloperContext): Promise<{ secret: string }> {
  const { prisma, master, actor } = context;
  await prisma.$transaction((tx) => audit(context, tx, 'webhook.reveal-secret', actor.teamId));
  return { secret: jobSigningSecret(master, actor.teamId) };
}
