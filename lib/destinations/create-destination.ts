import { randomUUID } from 'node:crypto';
import type { Prisma } from '#lib/db/generated/client.ts';
import { Failure } from '#lib/errors.ts';
import { can } from '#lib/teams/permissions.ts';
import { audit } from './audit.ts';
import { checkDestination } from './check-destination.ts';
import type { DestinationActor, DestinationContext } from './context.ts';
import type { DestinationInput } from './destination-input.ts';
import { findExpiry } from './find-expiry.ts';
import { searchTextOf } from './search-text.ts';
import { writeSecrets } from './secrets.ts';

/**
 * Saves a new destination, its secrets sealed.
 *
 * @param how `destination.create`, or another word for the audit log: it came of a copy, or of a file.
 * @throws Failure INVALID_DATA with `fields`, FORBIDDEN for who may not share.
 */
export async function createDestination(
  context: DestinationContext,
  input: DestinationInput,
  how: 'create' | 'copy' | 'import' = 'create',
): Promise<{ id: string }> {
  const { prisma, clock, actor } = context;
  refuseSharing(actor, input.shared);
  const { operation, options, replaced, openFields } = checkDestination(input);
  const id = randomUUID();
  const now = clock.now();
  const expiry = findExpiry(operation.id, { ...options, ...replaced });
  await prisma.$transaction(async (tx) => {
    await tx.destination.create({
      data: {
        id,
        teamId: actor.teamId,
        operation: operation.id,
        options: options as Prisma.InputJsonObject,
        openFields,
        ...columnsOf(input, actor.userId),
        foundExpiry: expiry?.at ?? null,
        createdById: actor.userId,
        createdAt: now,
        updatedAt: now,
        searchText: searchTextOf(operation, { ...input, options }),
      },
    });
    await writeSecrets(context, tx, id, operation, replaced, options);
    await audit(context, tx, `destination.${how}`, id, {
      name: input.name,
      operation: operation.id,
      shared: input.shared,
      secrets: Object.keys(replaced),
    });
  });
  return { id };
}

/** @throws Failure FORBIDDEN, at the field, when the role may not make destinations of the team. */
export function refuseSharing({ role }: DestinationActor, shared: boolean): void {
  if (!shared || can(role, 'destination.share')) return;
  const words = 'Your role may save private destinations only. Ask an admin to share it.';
  throw new Failure('FORBIDDEN', words, { fields: { shared: [words] } });
}

/** Columns beside operation, options and secrets. @param ownerId whose it is when it is private. */
export function columnsOf(input: DestinationInput, ownerId: string) {
  const { name, notes, colour, prefix, fencePrefix, fenceBytes, shared, givenExpiry } = input;
  return {
    name,
    notes,
    colour,
    prefix,
    fencePrefix,
    fenceBytes: fenceBytes === null ? null : BigInt(fenceBytes),
    ownerId: shared ? null : ownerId,
    // A private one has one user only.
    allowedRoles: shared ? [...new Set(input.allowedRoles)].sort() : [],
    givenExpiry: givenExpiry === null ? null : new Date(`${givenExpiry}T23:59:59.000Z`),
  };
}
