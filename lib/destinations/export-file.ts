import { Failure } from '#lib/errors.ts';
import { can } from '#lib/teams/permissions.ts';
import { sealUnderPassphrase } from '#lib/vault/passphrase.ts';
import { audit } from './audit.ts';
import type { DestinationContext } from './context.ts';
import { type DestinationFile, type FiledDestination, MAX_IN_FILE } from './destination-file.ts';
import type { DestinationInput } from './destination-input.ts';
import type { DestinationRecord } from './find-destination.ts';
import { mayEdit, whereVisible } from './rights.ts';
import { openSecrets } from './secrets.ts';

/**
 * The destinations that somebody may edit, as a file. With a passphrase it has their secrets, too, all of
 * it sealed: whoever has both can read them, so that is for owners of the team.
 *
 * @throws Failure FORBIDDEN, INVALID_DATA when there are more than a file holds.
 */
export async function exportFile(
  { prisma, actor, clock, master }: DestinationContext,
  { passphrase }: { passphrase?: string | undefined },
): Promise<DestinationFile> {
  if (passphrase !== undefined && !can(actor.role, 'team.own')) {
    throw new Failure('FORBIDDEN', 'Only an owner of the team may take secrets along in a file.');
  }
  const rows = await prisma.destination.findMany({
    where: whereVisible(actor),
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: MAX_IN_FILE + 1,
    include: { secrets: true },
  });
  if (rows.length > MAX_IN_FILE)
    throw new Failure('INVALID_DATA', `A file holds ${MAX_IN_FILE} destinations at most.`);
  const own = rows.filter((row) => mayEdit(actor, row));
  const destinations = own.map((row) => ({
    ...describeForFile(row),
    ...(passphrase === undefined ? {} : { secrets: openSecrets(master, row) }),
  })) as FiledDestination[];
  await prisma.$transaction((tx) =>
    audit({ actor, clock }, tx, 'destination.export-file', actor.teamId, {
      destinations: own.length,
      secrets: passphrase !== undefined,
    }),
  );
  const head = { format: 'slipway-destinations', version: 1 } as const;
  if (passphrase === undefined) return { ...head, destinations };
  return { ...head, sealed: await sealUnderPassphrase(JSON.stringify(destinations), passphrase) };
}

function describeForFile(row: DestinationRecord): FiledDestination {
  return {
    name: row.name,
    operation: row.operation,
    options: row.options as Record<string, unknown>,
    openFields: row.openFields,
    shared: row.ownerId === null,
    allowedRoles: row.allowedRoles as DestinationInput['allowedRoles'],
    notes: row.notes,
    colour: row.colour as DestinationInput['colour'],
    prefix: row.prefix,
    fencePrefix: row.fencePrefix,
    fenceBytes: row.fenceBytes === null ? null : Number(row.fenceBytes),
    givenExpiry: row.givenExpiry?.toISOString().slice(0, 10) ?? null,
    secretNames: row.secrets.map(({ field }) => field),
  };
}
