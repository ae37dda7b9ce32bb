import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { Failure } from '#lib/errors.ts';
import { seal } from '#lib/vault/seal.ts';
import { auditConnection, type ConnectionContext } from './context.ts';
import { BaseUrl } from './places.ts';
import { sealedFor } from './remotes.ts';
import { trialCheck } from './trial-check.ts';

/** Connections of one team: enough for every account, and a list that needs no pages. */
export const MOST_CONNECTIONS = 50;

export const ConnectionName = z
  .string()
  .trim()
  .min(1, 'Give it a name.')
  .max(100, 'A name has at most 100 characters.');

/** Printable and without spaces: what fits into a header. */
export const ApiKeyText = z
  .string()
  .trim()
  .min(8, 'Enter the API key.')
  .max(8_000, 'That is longer than an API key.')
  .regex(/^[\x21-\x7e]+$/, 'An API key has no spaces and no letters beyond ASCII.');

/** As forms name their fields. */
export const CreateConnectionInput = z.object({
  name: ConnectionName,
  base_url: BaseUrl,
  api_key: ApiKeyText,
});
export type CreateConnectionInput = z.infer<typeof CreateConnectionInput>;

export const hintOf = (apiKey: string): string => apiKey.slice(-4);

/**
 * Adds a connection once its address and key have been tried. One that is only down just now is
 * added too.
 *
 * @throws Failure INVALID_DATA with `fields`, CONFLICT when there are too many.
 */
export async function createConnection(
  context: ConnectionContext,
  { name, base_url: baseUrl, api_key: apiKey }: CreateConnectionInput,
): Promise<{ id: string }> {
  const { prisma, clock, master, remotes, actor } = context;
  const { teamId } = actor;
  const inUse = await prisma.connection.count({ where: { teamId, deletedAt: null } });
  if (inUse >= MOST_CONNECTIONS)
    throw new Failure(
      'CONFLICT',
      `A team has at most ${MOST_CONNECTIONS} connections. Delete one.`,
    );
  const account = await trialCheck(remotes, { name, baseUrl, apiKey }, clock.now());
  const id = randomUUID();
  const now = clock.now();
  await prisma.$transaction(async (tx) => {
    await tx.connection.create({
      data: {
        id,
        teamId,
        name,
        baseUrl,
        apiKey: new Uint8Array(seal(master, apiKey, sealedFor(teamId, id))),
        keyHint: hintOf(apiKey),
        createdById: actor.userId,
        createdAt: now,
        updatedAt: now,
        checkedAt: now,
        account,
      },
    });
    await auditConnection(context, tx, 'connection.create', id, { name, base_url: baseUrl });
  });
  await remotes.reset(id);
  return { id };
}
