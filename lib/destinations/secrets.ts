import type { DbTx } from '#lib/db/open.ts';
import type { Operation } from '#lib/operations/operation.ts';
import { endingOf, secretIds } from '#lib/operations/place.ts';
import { seal, unseal } from '#lib/vault/seal.ts';
import type { DestinationContext } from './context.ts';

type Sealing = Pick<DestinationContext, 'master' | 'actor' | 'clock'>;

/**
 * Stores secrets of a destination, each sealed by itself for this destination and its field.
 *
 * @param values by wire name. @param ids options that may hold the ids which secrets belong to.
 */
export async function writeSecrets(
  { master, actor, clock }: Sealing,
  tx: DbTx,
  destinationId: string,
  operation: Operation,
  values: Readonly<Record<string, unknown>>,
  ids: Readonly<Record<string, unknown>>,
): Promise<void> {
  const idOf = secretIds(operation);
  for (const [field, value] of Object.entries(values)) {
    const belongs = { team: actor.teamId, record: destinationId, field };
    const data = {
      sealed: new Uint8Array(seal(master, JSON.stringify(value), belongs)),
      hint: endingOf(ids[idOf[field] ?? '']) ?? null,
      updatedAt: clock.now(),
      updatedById: actor.userId,
      updatedBy: actor.email,
    };
    await tx.destinationSecret.upsert({
      where: { destinationId_field: { destinationId, field } },
      create: { destinationId, field, ...data },
      update: data,
    });
  }
}

type Sealed = { field: string; sealed: Uint8Array };

/** The secrets of a destination, opened, by wire name: only for the moment of use. Never log them. */
export function openSecrets(
  master: DestinationContext['master'],
  { teamId, id, secrets }: { teamId: string; id: string; secrets: readonly Sealed[] },
): Record<string, unknown> {
  return Object.fromEntries(
    secrets.map(({ field, sealed }) => {
      const belongs = { team: teamId, record: id, field };
      return [field, JSON.parse(unseal(master, sealed, belongs))];
    }),
  );
}
