import { z } from 'zod';
import { Failure } from '#lib/errors.ts';
import { seal } from '#lib/vault/seal.ts';
import { auditConnection, type ConnectionContext, getOwnConnection } from './context.ts';
import { ApiKeyText, ConnectionName, hintOf } from './create-connection.ts';
import { BaseUrl } from './places.ts';
import { sealedFor } from './remotes.ts';
import { trialCheck } from './trial-check.ts';

export const UpdateConnectionInput = z.object({
  id: z.uuid(),
  name: ConnectionName,
  base_url: BaseUrl,
  /** Absent: the stored one is kept. */
  api_key: z
    .string()
    .transform((text) => text.trim() || undefined)
    .pipe(ApiKeyText.optional())
    .optional(),
});
export type UpdateConnectionInput = z.infer<typeof UpdateConnectionInput>;

/**
 * Changes a connection. Another address asks for the key anew: nobody who may edit can send the stored
 * one to a server of their own.
 *
 * @throws Failure NOT_FOUND, INVALID_DATA with `fields`, CONFLICT.
 */
export async function updateConnection(
  context: ConnectionContext,
  input: UpdateConnectionInput,
): Promise<void> {
  const { prisma, clock, master, remotes, actor } = context;
  const { id, name, base_url: baseUrl, api_key: given } = input;
  const row = await getOwnConnection(context, id);
  const moved = baseUrl !== row.baseUrl;
  if (moved && !given) {
    const words = 'The address changed: enter the API key anew. The stored one stays with the old.';
    throw new Failure('INVALID_DATA', words, { fields: { api_key: [words] } });
  }
  const changed = [
    ...(name === row.name ? [] : ['name']),
    ...(moved ? ['base_url'] : []),
    ...(given ? ['api_key'] : []),
  ];
  if (changed.length === 0) return;
  const belongs = sealedFor(actor.teamId, id);
  const now = clock.now();
  const account = given
    ? await trialCheck(remotes, { name, baseUrl, apiKey: given }, now)
    : undefined;
  await prisma.$transaction(async (tx) => {
    const { count } = await tx.connection.updateMany({
      // What was looked at is what is changed: the key would go with an address that somebody else set.
      where: { id, deletedAt: null, updatedAt: row.updatedAt },
      data: {
        name,
        baseUrl,
        updatedAt: now,
        ...(given && account
          ? {
              apiKey: new Uint8Array(seal(master, given, belongs)),
              keyHint: hintOf(given),
              checkedAt: now,
              account,
            }
          : {}),
      },
    });
    if (count === 0)
      throw new Failure(
        'CONFLICT',
        'Somebody changed this connection meanwhile. Look at it again.',
      );
    await auditConnection(context, tx, 'connection.update', id, { fields: changed });
  });
  if (given) await remotes.reset(id);
}
