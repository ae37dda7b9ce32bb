import type { DbTx } from '#lib/db/open.ts';
import { Failure } from '#lib/errors.ts';
import { parseOptions } from '#lib/exports/parse-options.ts';
import { getField, type Operation } from '#lib/operations/operation.ts';
import { changedPlace, ousted } from '#lib/operations/place.ts';
import { expandPrefix, findAbsolute, putPrefix } from '#lib/operations/prefix.ts';
import { getOperation } from '#lib/operations/registry.ts';
import type { MasterKey } from '#lib/vault/master-key.ts';
import type { Fence } from './check-fence.ts';
import type { DestinationActor } from './context.ts';
import { findDestination, noSuch } from './find-destination.ts';
import { mayUse } from './rights.ts';
import { openSecrets } from './secrets.ts';

export type UnlockedDestination = {
  id: string;
  name: string;
  operation: Operation;
  /** In wire names, with secrets: for the task only. Never log them. */
  options: Record<string, unknown>;
  fence: Fence;
};

type Unlocking = { prisma: DbTx; master: MasterKey; actor: DestinationActor };

/**
 * The options of one delivery with a destination: what it fixes, what the person filled in, its prefix as
 * of now, its secrets as of now.
 *
 * @param given open fields only, in wire names; null empties one.
 * @throws Failure NOT_FOUND for what this person may not use, INVALID_DATA with `fields` by wire name.
 */
export async function unlockDestination(
  { prisma, master, actor }: Unlocking,
  destinationId: string,
  given: Readonly<Record<string, unknown>>,
  at: Date,
): Promise<UnlockedDestination> {
  const row = await findDestination(prisma, actor, destinationId);
  if (!row || !mayUse(actor, row)) throw noSuch();
  const operation = getOperation(row.operation);
  const saved = row.options as Record<string, unknown>;
  const secrets = openSecrets(master, row);
  refuseClosed(operation, row.openFields, given);
  const filled = fillIn(operation, { ...saved, ...secrets }, row.openFields, given);
  // Saving refuses this already; stored secrets leave for nowhere else, whatever a row says.
  if (Object.keys(secrets).length > 0) {
    const moved = changedPlace(operation, { ...saved, ...secrets }, filled);
    if (moved.length > 0)
      throw new Failure('INVALID_DATA', undefined, { fields: closed(operation, moved) });
  }
  const expanded = row.prefix
    ? expandPrefix(row.prefix, await factsOf(prisma, actor, row, at))
    : '';
  const absolute = expanded === '' ? undefined : findAbsolute(operation, filled);
  if (absolute) {
    const words = 'Leave out the slash at the start: the prefix of the destination goes before it.';
    throw new Failure('INVALID_DATA', undefined, { fields: { [absolute]: [words] } });
  }
  return {
    id: row.id,
    name: row.name,
    operation,
    options: parseOptions(operation, putPrefix(operation, filled, expanded)),
    fence: {
      prefix: row.fencePrefix,
      bytes: row.fenceBytes === null ? null : Number(row.fenceBytes),
    },
  };
}

/** Whose name stands where a prefix has a placeholder for it. */
export async function factsOf(
  db: DbTx,
  { userId, teamId }: Pick<DestinationActor, 'userId' | 'teamId'>,
  { operation }: { operation: string },
  at: Date,
) {
  const [user, team] = await Promise.all([
    db.user.findUnique({ where: { id: userId }, select: { name: true, email: true } }),
    db.team.findUnique({ where: { id: teamId }, select: { name: true } }),
  ]);
  const person = user?.name || user?.email.split('@')[0] || '';
  return { at, person, team: team?.name ?? '', operation };
}

function refuseClosed(
  operation: Operation,
  openFields: readonly string[],
  given: Readonly<Record<string, unknown>>,
): void {
  const others = Object.keys(given).filter((name) => !openFields.includes(name));
  if (others.length > 0)
    throw new Failure('INVALID_DATA', undefined, { fields: closed(operation, others) });
}

function closed(operation: Operation, names: readonly string[]) {
  return Object.fromEntries(
    names.map((name) => {
      const known = Object.hasOwn(operation.fields, name);
      const label = known ? getField(operation, name).meta.label : name;
      return [name, [`${label} is fixed by the destination.`]];
    }),
  );
}

/** What was filled in takes the place of what is saved, and of other ways to say the same. */
function fillIn(
  operation: Operation,
  saved: Readonly<Record<string, unknown>>,
  openFields: readonly string[],
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const filled: Record<string, unknown> = { ...saved };
  for (const [name, value] of Object.entries(given)) {
    if (value === null || value === '') {
      delete filled[name];
      continue;
    }
    for (const other of ousted(operation, name)) {
      if (openFields.includes(other) && !given[other]) delete filled[other];
    }
    filled[name] = value;
  }
  return filled;
}
